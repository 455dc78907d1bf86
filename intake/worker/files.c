#include "intake/limits.h"
typedef int worker_placeholder;

#include "intake/command.h"

const Command assess_commands[] = { { 0 } };

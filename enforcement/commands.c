#include "intake/command.h"

const Command enforcement_commands[] = { { 0 } };

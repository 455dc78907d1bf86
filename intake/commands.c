#include "intake/command.h"

const Command intake_commands[] = { { 0 } };

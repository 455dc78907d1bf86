#include "intake/command.h"

const Command filing_commands[] = { { 0 } };

#include "runtime/program.h"

int main(int argc, char** argv) { return regent::runtime::run(argc, argv); }

// The two options that say what is run: which protocol, against which GitHub.
#pragma once

#include <optional>

#include "core/config.h"
#include "fakes/github/settings.h"
#include "runtime/command.h"

namespace regent::runtime {

// Adds `--protocol` and `--github`; both values must outlive the parsing.
void add_protocol_options(CLI::App& command, std::optional<Protocol>& protocol,
                          fake::Behaviour& behaviour);

}  // namespace regent::runtime

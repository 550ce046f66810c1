#include "runtime/protocol_options.h"

#include <string>

#include "runtime/options.h"

namespace regent::runtime {
namespace {

std::string read_protocol(const std::string& text, std::optional<Protocol>& protocol) {
  for (const Protocol candidate : {Protocol::ledger, Protocol::optimistic}) {
    if (text != to_string(candidate)) continue;
    protocol = candidate;
    return {};
  }
  return "must be ledger or optimistic, not " + in_quotes(text);
}

std::string read_behaviour(const std::string& text, fake::Behaviour& behaviour) {
  const auto parsed = fake::parse_behaviour(text);
  if (!parsed) return "must be github.com, conditional or conditional-2023, not " + in_quotes(text);
  behaviour = *parsed;
  return {};
}

}  // namespace

void add_protocol_options(CLI::App& command, std::optional<Protocol>& protocol,
                          fake::Behaviour& behaviour) {
  add_value(command, "--protocol", "NAME", "ledger or optimistic (the configuration's, or ledger)",
            [&protocol](const std::string& text) { return read_protocol(text, protocol); });
  add_value(command, "--github", "NAME",
            "Conditional writes: github.com (refused), conditional, conditional-2023",
            [&behaviour](const std::string& text) { return read_behaviour(text, behaviour); });
}

}  // namespace regent::runtime

#include "fakes/github/graphql/error.h"

namespace regent::fake::graphql {

Value to_value(const Error& error) {
  Value::Object entry;
  // An error that concerns the whole document begins with what it says.
  const bool is_general = error.type.empty() && error.path.empty() && error.extensions.empty();
  if (is_general) entry.push_back({"message", error.message});
  if (!error.type.empty()) entry.push_back({"type", error.type});
  if (!error.path.empty()) entry.push_back({"path", error.path});
  if (!error.extensions.empty()) entry.push_back({"extensions", error.extensions});
  if (!error.locations.empty()) {
    Value::List places;
    for (const Location& at : error.locations) {
      places.emplace_back(Value::Object{{"line", at.line}, {"column", at.column}});
    }
    entry.push_back({"locations", std::move(places)});
  }
  if (!is_general) entry.push_back({"message", error.message});
  return entry;
}

}  // namespace regent::fake::graphql

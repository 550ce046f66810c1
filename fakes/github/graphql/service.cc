#include "fakes/github/graphql/service.h"

#include <algorithm>

#include "fakes/github/graphql/context.h"
#include "fakes/github/graphql/execution.h"
#include "fakes/github/graphql/json.h"
#include "fakes/github/graphql/parser.h"
#include "fakes/github/graphql/validation.h"
#include "fakes/github/responses.h"

namespace regent::fake::graphql {
namespace {

constexpr std::string_view documentation = "https://docs.github.com/graphql";

// An answer that is none of GraphQL's: GitHub's REST envelope.
Answer refusal(int status, std::string_view message) {
  return {status, to_json(Value::Object{{"message", message},
                                        {"documentation_url", documentation},
                                        {"status", std::to_string(status)}})};
}

Answer answer_errors(const std::vector<Error>& errors) {
  Value::List listed;
  for (const Error& error : errors) listed.push_back(to_value(error));
  return {200, to_json(Value::Object{{"errors", std::move(listed)}})};
}

Answer answer_error(std::string message, std::vector<Location> locations = {}) {
  return answer_errors({{"", {}, {}, std::move(locations), std::move(message)}});
}

Answer answer_result(Result result) {
  Value::Object body{{"data", std::move(result.data)}};
  Value::List listed;
  for (const Error& error : result.errors) listed.push_back(to_value(error));
  if (!listed.empty()) body.push_back({"errors", std::move(listed)});
  return {200, to_json(body)};
}

// The operation that the request means, or what is wrong with its choice.
std::expected<const Operation*, std::string> choose(const Document& document,
                                                    std::optional<std::string_view> name) {
  const std::vector<Operation>& operations = document.operations;
  if (!name || name->empty()) {
    if (operations.size() == 1) return &operations.front();
    return std::unexpected(operations.empty() ? "No operation was provided"
                                              : "An operation name is required");
  }
  const auto it = std::ranges::find(operations, *name, &Operation::name);
  if (it != operations.end()) return &*it;
  return std::unexpected("No operation named " + to_literal(Value(*name)));
}

// An injected fault that is a whole answer; nullopt: there is none, or it is a mutation's.
std::optional<Answer> injected(const Session& session) {
  if (!session.circumstances.failure) return std::nullopt;
  const github::Response response =
      failure_response(*session.circumstances.failure, session.github.repository().settings(),
                       session.circumstances.now);
  if (response.status != 200) return refusal(response.status, response.error()->message);
  const github::ApiError& error = *response.error();
  Error entry;
  entry.type = error.graphql_type;
  entry.path = {"updateRefs"};
  entry.message = error.message;
  return Answer{200, to_json(Value::Object{{"data", Value::Object{{"updateRefs", Value()}}},
                                           {"errors", Value::List{to_value(entry)}}})};
}

Answer run(const Session& session, const Document& document, const Operation& operation,
           const Value& given) {
  const Schema& schema = github_schema();
  const auto variables = coerce_variables(schema, operation, given);
  if (!variables) return answer_errors(variables.error());
  if (std::optional<Answer> answer = injected(session)) return *std::move(answer);
  if (operation.kind == OperationKind::query) {
    const Context context(session);
    return answer_result(execute(schema, document, operation, *variables, *query_root(context)));
  }
  // A pull request that a mutation shows is the one that it made; what else it shows may lag.
  Session writing = session;
  writing.circumstances.stale_parts &= static_cast<std::uint8_t>(~part::pull);
  const Context context(writing);
  return answer_result(execute(schema, document, operation, *variables, *mutation_root(context)));
}

}  // namespace

Answer execute(const Session& session, std::string_view body) {
  const std::optional<Value> request = from_json(body);
  if (!request) return refusal(400, "Problems parsing JSON");
  if (request->get<Value::Object>() == nullptr) {
    return refusal(400, "Body should be a JSON object");
  }
  const Value* query = request->find("query");
  const std::string* text = query == nullptr ? nullptr : query->get<std::string>();
  if (text == nullptr) {
    return refusal(400, "A query attribute must be specified and must be a string.");
  }
  const Value* variables = request->find("variables");
  const bool has_variables = variables != nullptr && !variables->is_null();
  if (has_variables && variables->get<Value::Object>() == nullptr) {
    return refusal(400, "Variables must be a JSON object");
  }
  const auto document = parse(*text);
  if (!document) return answer_error(document.error().message, document.error().locations);
  if (std::vector<Error> errors = validate(github_schema(), *document); !errors.empty()) {
    return answer_errors(errors);
  }
  const auto operation = choose(*document, text_of(*request, "operationName"));
  if (!operation) return answer_error(operation.error());
  return run(session, *document, **operation, has_variables ? *variables : Value(Value::Object{}));
}

}  // namespace regent::fake::graphql

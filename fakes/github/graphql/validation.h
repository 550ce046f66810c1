// Whether a document fits a schema (specification, section 5), in graphql-ruby's words.
#pragma once

#include <vector>

#include "fakes/github/graphql/document.h"
#include "fakes/github/graphql/error.h"
#include "fakes/github/graphql/schema.h"

namespace regent::fake::graphql {

// What is wrong with the document; at most `validation_errors_max` errors. Nothing: it can be
// executed.
[[nodiscard]] std::vector<Error> validate(const Schema& schema, const Document& document);

inline constexpr std::size_t validation_errors_max = 100;

// Where rules put what they find.
class Findings {
 public:
  void add(Error error) {
    if (errors_.size() < validation_errors_max) errors_.push_back(std::move(error));
  }
  [[nodiscard]] std::vector<Error> take() { return std::move(errors_); }

 private:
  std::vector<Error> errors_;
};

// The rules, by what they look at.
void check_fields(const Schema& schema, const Document& document, Findings& findings);
void check_fragments(const Schema& schema, const Document& document, Findings& findings);
void check_variables(const Schema& schema, const Document& document, Findings& findings);
// Fields of one answer key are the same field. Precondition: the other rules found nothing.
void check_merging(const Schema& schema, const Document& document, Findings& findings);

}  // namespace regent::fake::graphql

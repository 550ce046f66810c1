#include "fakes/github/circumstances.h"

#include <array>

namespace regent::fake {
namespace {

constexpr std::array<std::string_view, failure_count> names = {
    "error_500",
    "bad_gateway_502",
    "unavailable_503",
    "conflict_409",
    "precondition_412",
    "reference_update_failed_422",
    "update_refs_rejected",
    "head_invalid_422",
    "label_node_unresolved_422",
    "base_branch_modified_405",
    "not_found_404",
    "primary_limit_403",
    "primary_limit_429",
    "secondary_limit_403",
    "secondary_limit_429",
    "secondary_limit_blank_retry_after",
    "bad_credentials_401",
};

template <typename... T>
bool is_one_of(const github::Request& request) {
  return (std::holds_alternative<T>(request) || ...);
}

}  // namespace

std::string_view to_string(Failure failure) { return names[static_cast<std::size_t>(failure)]; }

std::optional<Failure> parse_failure(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<Failure>(i);
  }
  return std::nullopt;
}

bool may_lag(const github::Request& request) {
  return !github::is_write(request) || is_one_of<github::EditPull>(request);
}

bool is_plausible(Failure failure, const github::Request& request) {
  using namespace github;
  switch (failure) {
    case Failure::conflict_409:
      return is_one_of<CreateTree, CreateCommit, CreateRef, UpdateRef, DeleteRef, MergePull>(
          request);
    case Failure::precondition_412:
      if (const auto* update = std::get_if<UpdatePull>(&request))
        return update->if_match.has_value();
      return false;
    case Failure::reference_update_failed_422:
      return is_one_of<CreateRef, UpdateRef>(request);
    case Failure::update_refs_rejected:
      return is_one_of<UpdateRefs>(request);
    case Failure::head_invalid_422:
      return is_one_of<CreatePull>(request);
    case Failure::label_node_unresolved_422:
      return is_one_of<AddLabels>(request);
    case Failure::base_branch_modified_405:
      return is_one_of<MergePull>(request);
    case Failure::not_found_404:
      return is_one_of<GetRef, GetCommit, CompareCommits, ListCommits, GetContents, GetPull,
                       GetReleaseByTag, UpdatePull, AddLabels>(request);
    default:
      return true;
  }
}

}  // namespace regent::fake

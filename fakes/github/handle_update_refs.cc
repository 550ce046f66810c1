// GraphQL `updateRefs`: several refs at once, all or none, each a compare-and-swap (GQL).
#include "fakes/github/handler.h"

namespace regent::fake {
namespace {

using github::RefUpdate;

// A ref and a directory of the same name, both made by one request.
bool exclude_each_other(std::string_view a, std::string_view b) {
  const std::string_view shorter = a.size() < b.size() ? a : b;
  const std::string_view longer = a.size() < b.size() ? b : a;
  return longer.starts_with(shorter) &&
         (longer.size() == shorter.size() || longer[shorter.size()] == '/');
}

// GitHub's schema does not say what two updates of one ref would mean; git refuses them.
bool contradict(const RefUpdate& a, const RefUpdate& b) {
  if (a.name == b.name) return true;
  return !a.after.is_zero() && !b.after.is_zero() && exclude_each_other(a.name, b.name);
}

github::Response unprocessable(std::string_view message) {
  return graphql_error("UNPROCESSABLE", message);
}

}  // namespace

github::Response Repository::Handler::mismatch(const RefUpdate& update) const {
  const std::string expected = update.before->hex();
  switch (repository_.settings_.update_refs_error) {
    case UpdateRefsError::stale_data:
      return graphql_error("STALE_DATA", "Expected branch to point to \"" + expected +
                                             "\" but it did not.  Pull and try again.");
    case UpdateRefsError::untyped:
      return graphql_error("", "Something went wrong while executing your query.");
    case UpdateRefsError::unprocessable:
      break;
  }
  return unprocessable("Reference update failed: " + update.name + " is not at " + expected);
}

std::optional<github::Response> Repository::Handler::check_creation(const RefUpdate& update) const {
  const Pool& pool = *repository_.pool_;
  if (is_empty_repository() || !ref_name_fault(update.name).empty() ||
      update.name.starts_with("refs/pull/")) {
    return unprocessable("Ref cannot be created");
  }
  // A name that was never used is blocked by nothing below it, but perhaps by a ref above it.
  for (std::size_t slash = update.name.rfind('/'); slash > std::string_view("refs/").size();
       slash = update.name.rfind('/', slash - 1)) {
    const NameId above = pool.names.find(std::string_view(update.name).substr(0, slash));
    if (repository_.refs_.find(above) != ObjectId::none)
      return unprocessable("Ref cannot be created");
  }
  if (repository_.refs_.is_blocked(pool.names, pool.names.find(update.name))) {
    return unprocessable("Ref cannot be created");
  }
  return std::nullopt;
}

std::optional<github::Response> Repository::Handler::check(const RefUpdate& update) const {
  const Objects& objects = repository_.pool_->objects;
  const NameId name = repository_.pool_->names.find(update.name);
  const ObjectId old = repository_.refs_.find(name);
  const Sha old_sha = old == ObjectId::none ? Sha{} : objects.sha(old);
  if (update.before && *update.before != old_sha) return mismatch(update);
  if (update.after.is_zero()) {
    if (old == ObjectId::none) {
      if (repository_.settings_.deletes_absent_refs) return std::nullopt;
      return unprocessable("Reference does not exist");
    }
    if (is_default_branch(name)) return unprocessable("Cannot delete the default branch");
    return std::nullopt;
  }
  const ObjectId target = repository_.known_object(update.after);
  if (target == ObjectId::none) return unprocessable("Object does not exist");
  const bool is_commit = objects.commit(target) != nullptr;
  if (!is_commit && update.name.starts_with(branch_directory)) {
    return unprocessable("Reference update failed");
  }
  if (old == ObjectId::none) return check_creation(update);
  if (update.force || old == target) return std::nullopt;
  if (is_fast_forward(old, target)) return std::nullopt;
  return unprocessable("Update is not a fast forward");
}

github::Response Repository::Handler::operator()(const github::UpdateRefs& request) {
  const std::vector<RefUpdate>& updates = request.updates;
  for (std::size_t i = 0; i < updates.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (contradict(updates[i], updates[j])) return unprocessable("Reference update failed");
    }
    if (std::optional<github::Response> refusal = check(updates[i])) return *std::move(refusal);
  }
  Changes changes = this->changes();
  for (const RefUpdate& update : updates) {
    const NameId name = repository_.pool_->names.intern(update.name);
    changes.move_ref(name, repository_.known_object(update.after));
  }
  return answer(github::Done{});
}

}  // namespace regent::fake

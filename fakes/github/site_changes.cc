// Labels and releases as people change them.
#include "fakes/github/handler.h"

namespace regent::fake {

github::Response Repository::Handler::operator()(const SetLabels& request) {
  if (current(request.number) == PullVersionId::none) return not_found();
  Pool& pool = repository_.writable_pool();
  PullVersion next = pool.pull(current(request.number));
  next.labels = pool.add_labels(request.labels);
  changes().put_pull(request.number, next, Webhook::Action::labeled);
  return answer(github::Done{});
}

github::Response Repository::Handler::operator()(const EditRelease& request) {
  if (request.id == 0 || !repository_.has_release(request.id - 1)) return not_found();
  const auto invalid = [](std::string_view code, std::string_view field) {
    return validation_failed({{"Release", std::string(field), std::string(code), ""}});
  };
  Pool& pool = repository_.writable_pool();
  ReleaseContent next = pool.release(repository_.releases_[request.id - 1]);
  if (request.tag_name) {
    const JoinedName full_name(tag_directory, *request.tag_name);
    if (!ref_name_fault(full_name.view()).empty()) return invalid("invalid", "tag_name");
    next.tag = pool.names.intern(full_name.view());
  }
  if (request.target) {
    next.target = repository_.known_commit(*request.target);
    if (next.target == ObjectId::none) return invalid("invalid", "target_commitish");
  }
  if (request.name) next.name = pool.add_text(*request.name);
  if (request.body) next.body = pool.add_text(*request.body);
  next.draft = request.draft.value_or(next.draft);
  next.prerelease = request.prerelease.value_or(next.prerelease);
  Changes changes = this->changes();
  if (!next.draft) {
    const std::size_t published = repository_.releases_.published(next.tag);
    if (published < repository_.releases_.count() && published != request.id - 1) {
      return invalid("already_exists", "tag_name");
    }
    if (repository_.refs_.find(next.tag) == ObjectId::none) {
      if (next.target == ObjectId::none) return invalid("invalid", "target_commitish");
      if (repository_.refs_.is_blocked(pool.names, next.tag)) return invalid("invalid", "tag_name");
      changes.move_ref(next.tag, next.target);
    }
    next.target = ObjectId::none;
  }
  changes.put_release(request.id - 1, &next);
  const ReleaseView shown = repository_.view(request.id - 1);
  return answer(github::Release{shown.id, std::string(shown.tag_name), std::string(shown.name),
                                std::string(shown.body), shown.draft, shown.prerelease});
}

github::Response Repository::Handler::operator()(const DeleteRelease& request) {
  if (request.id == 0 || !repository_.has_release(request.id - 1)) return not_found();
  changes().put_release(request.id - 1, nullptr);
  return answer(github::Done{}, 204);
}

}  // namespace regent::fake

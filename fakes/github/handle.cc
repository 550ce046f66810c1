// What all requests share: the frame of an answer and reading the past.
#include <algorithm>

#include "fakes/github/handler.h"

namespace regent::fake {

template <typename AnyRequest>
github::Response Repository::answer_any(const AnyRequest& request,
                                        const Circumstances& circumstances) {
  history_.prune(*pool_, settings_, circumstances.now);
  github::Response response;
  response.headers.rate_limit_remaining = settings_.rate_limit_per_hour;
  if (circumstances.failure) {
    response = failure_response(*circumstances.failure, settings_, circumstances.now);
  } else {
    response = std::visit(Handler(*this, circumstances), request);
    response.headers.rate_limit_remaining = settings_.rate_limit_per_hour;
  }
  response.headers.date = std::chrono::floor<std::chrono::seconds>(circumstances.now);
  return response;
}

github::Response Repository::handle(const github::Request& request,
                                    const Circumstances& circumstances) {
  return answer_any(request, circumstances);
}

github::Response Repository::handle(const SiteRequest& request,
                                    const Circumstances& circumstances) {
  return answer_any(request, circumstances);
}

Repository::Handler::When Repository::Handler::when_within(Duration lag_max) const {
  if (repository_.settings_.counts_changes) {
    const std::uint32_t changes = circumstances_.changes_behind;
    return changes > 0 ? When(History::Past{.at = {}, .changes = changes}) : std::nullopt;
  }
  const Duration lag = std::min(circumstances_.staleness, lag_max);
  if (lag <= Duration::zero()) return std::nullopt;
  return History::Past{.at = circumstances_.now - lag};
}

Repository::Handler::When Repository::Handler::when(std::uint8_t part) const {
  if ((circumstances_.stale_parts & part) == 0) return std::nullopt;
  return when_within(repository_.settings_.list_lag_max);
}

Repository::Handler::When Repository::Handler::search_when() const {
  const Settings& settings = repository_.settings_;
  return when_within(std::max(settings.list_lag_max, settings.search_lag_max));
}

ObjectId Repository::Handler::ref_at(NameId name, When when) const {
  const ObjectId now = repository_.refs_.find(name);
  if (!when) return now;
  return ObjectId{repository_.history_.at(History::Kind::ref, static_cast<std::uint32_t>(name),
                                          static_cast<std::uint32_t>(now), *when)};
}

PullVersionId Repository::Handler::pull_at(github::PullNumber number, When when) const {
  const PullVersionId now = current(number);
  if (!when) return now;
  return PullVersionId{repository_.history_.at(History::Kind::pull,
                                               static_cast<std::uint32_t>(number),
                                               static_cast<std::uint32_t>(now), *when)};
}

bool Repository::Handler::release_exists_at(std::size_t index, When when) const {
  if (index >= repository_.releases_.count()) return false;
  if (repository_.releases_[index] == ReleaseId::none) return false;
  return !when || repository_.history_.at(History::Kind::release, static_cast<std::uint32_t>(index),
                                          1, *when) != 0;
}

std::optional<Sha> Repository::Handler::sha_at(NameId name, When when) const {
  const ObjectId target = ref_at(name, when);
  if (target == ObjectId::none) return std::nullopt;
  return repository_.pool_->objects.sha(target);
}

github::Ref Repository::Handler::show(NameId name, ObjectId target) const {
  return {std::string(repository_.pool_->names[name]), repository_.pool_->objects.sha(target)};
}

bool Repository::Handler::is_default_branch(NameId name) const {
  return name == repository_.branch_name(repository_.identity_->default_branch);
}

}  // namespace regent::fake

#include "fakes/github/changes.h"

#include <algorithm>

#include "fakes/github/graph.h"

namespace regent::fake {

using github::PullNumber;

void Repository::Changes::know(ObjectId object) {
  if (repository_.settings_.shares_objects) return;
  if (repository_.known_.add(pool_.objects, object)) ++repository_.revision_;
}

void Repository::Changes::move_ref(NameId name, ObjectId target) {
  const ObjectId old = repository_.refs_.find(name);
  if (old == target) return;
  repository_.history_.record(pool_, repository_.settings_, History::Kind::ref,
                              static_cast<std::uint32_t>(name), static_cast<std::uint32_t>(old),
                              now_);
  repository_.refs_.set(pool_, name, target);
  ++repository_.revision_;
  say_moved(name, old, target);
  if (pool_.names.is_branch(name)) follow_branch(name, target);
}

void Repository::Changes::say_moved(NameId name, ObjectId old, ObjectId target) {
  const Subscriptions& subscriptions = repository_.settings_.subscriptions;
  const auto say_event = [&](Webhook::Event event) {
    if (!Outbox::is_subscribed(subscriptions, event)) return;
    Webhook webhook{.event = event, .by_app = by_app_, .emitted_at = now_};
    webhook.ref = pool_.names[name];
    if (old != ObjectId::none) webhook.before = pool_.objects.sha(old);
    if (target != ObjectId::none) webhook.after = pool_.objects.sha(target);
    repository_.outbox_.emit(subscriptions, std::move(webhook));
  };
  // Only branches and tags have events (DOC, webhook events and payloads).
  if (!pool_.names.is_branch(name) && !pool_.names.is_tag(name)) return;
  if (old == ObjectId::none) say_event(Webhook::Event::create);
  if (target == ObjectId::none) say_event(Webhook::Event::remove);
  say_event(Webhook::Event::push);
}

bool Repository::Changes::has_nothing_to_merge(const PullVersion& version) const {
  const ObjectId base = repository_.refs_.find(version.base);
  return base != ObjectId::none && fake::is_ancestor(pool_.objects, version.head_sha, base);
}

// Open pull requests show the tip of their head branch. One that is left without a commit of its
// own is closed at once (release-plz#1487), one whose branch is gone some time later (facts, 5).
void Repository::Changes::follow_branch(NameId branch, ObjectId target) {
  const std::span<const PullNumber> open = repository_.pulls_.open();
  for (const PullNumber number : std::vector<PullNumber>(open.begin(), open.end())) {
    PullVersion version = pool_.pull(repository_.pulls_.version(number));
    if (version.head != branch) continue;
    if (target == ObjectId::none) {
      later({Background::Kind::close_pull, number});
      continue;
    }
    if (version.head_sha == target) continue;
    version.head_sha = target;
    put_pull(number, version, Webhook::Action::synchronize);
    if (has_nothing_to_merge(version)) close_pull(number);
  }
}

void Repository::Changes::say(Webhook::Action action, PullNumber number, const PullVersion& version,
                              std::optional<Sha> merge_commit) {
  const Subscriptions& subscriptions = repository_.settings_.subscriptions;
  if (!subscriptions.pull_request) return;
  Webhook webhook{.event = Webhook::Event::pull_request,
                  .action = action,
                  .by_app = by_app_,
                  .emitted_at = now_,
                  .number = number,
                  .merged = version.merged};
  webhook.title = pool_.text(version.title);
  webhook.head = branch_of(pool_.names[version.head]);
  webhook.base = branch_of(pool_.names[version.base]);
  webhook.head_sha = pool_.objects.sha(version.head_sha);
  webhook.merge_commit_sha = merge_commit;
  repository_.outbox_.emit(subscriptions, std::move(webhook));
}

PullNumber Repository::Changes::add_pull(const PullVersion& version) {
  const PullNumber number = repository_.pulls_.add(pool_, pool_.add_pull(version));
  repository_.history_.record(pool_, repository_.settings_, History::Kind::pull,
                              static_cast<std::uint32_t>(number), 0, now_);
  ++repository_.revision_;
  return number;
}

void Repository::Changes::put_pull(PullNumber number, const PullVersion& next,
                                   Webhook::Action action) {
  const PullVersionId old = repository_.pulls_.version(number);
  const PullVersionId id = pool_.add_pull(next);
  if (id == old) return;
  repository_.history_.record(pool_, repository_.settings_, History::Kind::pull,
                              static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(old),
                              now_);
  repository_.pulls_.replace(pool_, number, id);
  ++repository_.revision_;
  if (action != Webhook::Action::none) say(action, number, next);
}

void Repository::Changes::close_pull(PullNumber number) {
  PullVersion version = pool_.pull(repository_.pulls_.version(number));
  version.state = github::PullState::closed;
  put_pull(number, version, Webhook::Action::closed);
}

void Repository::Changes::add_release(const ReleaseContent& release) {
  const auto index = static_cast<std::uint32_t>(repository_.releases_.count());
  repository_.history_.record(pool_, repository_.settings_, History::Kind::release, index, 0, now_);
  repository_.releases_.add(pool_, pool_.add_release(release));
  ++repository_.revision_;
}

void Repository::Changes::put_release(std::size_t index, const ReleaseContent* release) {
  const ReleaseId next = release == nullptr ? ReleaseId::none : pool_.add_release(*release);
  if (next == repository_.releases_[index]) return;
  repository_.releases_.replace(pool_, index, next);
  ++repository_.revision_;
}

void Repository::Changes::later(Background work) {
  std::vector<Background>& list = repository_.background_;
  const auto it = std::ranges::lower_bound(list, work);
  if (it == list.end() || *it != work) list.insert(it, work);
}

}  // namespace regent::fake

#include "fakes/github/repository.h"

#include <algorithm>

#include "core/assert.h"

namespace regent::fake {
namespace {

constexpr std::uint64_t state_seed = 40;

bool is_same_ref(const RefView& a, const RefView& b) {
  return a.name == b.name && a.target == b.target;
}

}  // namespace

Repository::Repository(Settings settings, std::string owner, std::string name,
                       std::string_view default_branch)
    : settings_(settings),
      identity_(std::make_shared<const Identity>(
          Identity{std::move(owner), std::move(name), std::string(default_branch)})),
      pool_(std::make_shared<Pool>()) {
  pool_->names.intern(branch_directory, identity_->default_branch);
}

Repository Repository::fork() const {
  pool_->freeze();
  return *this;
}

Pool& Repository::writable_pool() {
  if (pool_->frozen()) pool_ = std::make_shared<Pool>(pool_);
  return *pool_;
}

ObjectId Repository::known_object(const Sha& sha) const {
  if (sha.is_zero()) return ObjectId::none;
  const ObjectId id = pool_->objects.find(sha);
  return settings_.shares_objects || known_.contains(id) ? id : ObjectId::none;
}

ObjectId Repository::known_commit(const Sha& sha) const {
  const ObjectId id = known_object(sha);
  return pool_->objects.commit(id) == nullptr ? ObjectId::none : id;
}

namespace {

Digest digest_of(std::span<const Background> background) {
  constexpr std::uint64_t background_seed = 41;
  Digest work;
  for (const Background& item : background) {
    work += DigestBuilder(background_seed)
                .add(static_cast<std::uint64_t>(item.kind))
                .add(static_cast<std::uint64_t>(item.pull))
                .finish();
  }
  return work;
}

}  // namespace

Digest Repository::durable_digest() const {
  return DigestBuilder(state_seed)
      .add(refs_.digest())
      .add(pulls_.digest())
      .add(releases_.digest())
      .add(known_.digest())
      .add(digest_of(background_))
      .finish();
}

Digest Repository::visible_digest() const {
  return DigestBuilder(state_seed)
      .add(refs_.digest())
      .add(pulls_.digest())
      .add(releases_.digest())
      .add(history_.digest())
      .add(outbox_.digest())
      .add(digest_of(background_))
      .finish();
}

Digest Repository::digest() const {
  return DigestBuilder(state_seed).add(visible_digest()).add(known_.digest()).finish();
}

bool operator==(const Repository& a, const Repository& b) {
  // What differs almost always differs here; what follows excludes an accident of 128 bits, and
  // works on names and ids because pools may number them differently.
  if (a.digest() != b.digest() || !(a.settings_ == b.settings_) ||
      !(*a.identity_ == *b.identity_) || a.background_ != b.background_ ||
      !(a.outbox_ == b.outbox_) || a.known_.count() != b.known_.count() ||
      a.pulls_.count() != b.pulls_.count() || a.releases_.count() != b.releases_.count()) {
    return false;
  }
  if (!std::ranges::equal(a.refs("refs/"), b.refs("refs/"), is_same_ref)) return false;
  for (std::uint32_t i = 1; i <= a.pulls_.count(); ++i) {
    const github::PullNumber number{i};
    if (a.pool_->digest(a.pulls_.version(number)) != b.pool_->digest(b.pulls_.version(number))) {
      return false;
    }
  }
  for (std::size_t i = 0; i < a.releases_.count(); ++i) {
    const ReleaseId left = a.releases_[i];
    const ReleaseId right = b.releases_[i];
    if ((left == ReleaseId::none) != (right == ReleaseId::none)) return false;
    if (left != ReleaseId::none && a.pool_->digest(left) != b.pool_->digest(right)) return false;
  }
  bool same_objects = true;
  a.known_.for_each(
      [&](ObjectId id) { same_objects = same_objects && b.knows(a.pool_->objects.sha(id)); });
  return same_objects;
}

std::string to_line(const Repository& repository) {
  std::string line;
  for (const RefView& ref : repository.refs("refs/")) {
    if (!line.empty()) line += ' ';
    line += ref.name.starts_with(branch_directory) ? branch_of(ref.name) : ref.name;
    line += '=' + ref.target.abbreviated();
  }
  for (const github::PullNumber number : repository.open_pulls()) {
    const PullView pull = *repository.pull(number);
    line += " | #" + std::to_string(static_cast<std::uint32_t>(number)) + ' ';
    line += pull.head;
    line += " -> ";
    line += pull.base;
  }
  for (const Background& work : repository.background_) line += " | later: " + to_line(work);
  return line;
}

}  // namespace regent::fake

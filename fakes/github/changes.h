// A change of a repository and all that GitHub makes follow from it: what stale readers go on
// seeing, webhooks, pull requests that follow their branches, work left for later.
#pragma once

#include "fakes/github/repository.h"

namespace regent::fake {

class Repository::Changes {
 public:
  // Done at `now`, by the app or by a person.
  Changes(Repository& repository, Time now, bool by_app)
      : repository_(repository), pool_(repository.writable_pool()), now_(now), by_app_(by_app) {}

  // The world gets to know an object of the pool.
  void know(ObjectId object);

  // Creates, moves or (target none) removes a ref.
  void move_ref(NameId name, ObjectId target);

  // Opens a pull request.
  github::PullNumber add_pull(const PullVersion& version);
  // Replaces a version, and says so unless `action` is none.
  void put_pull(github::PullNumber number, const PullVersion& next, Webhook::Action action);
  void close_pull(github::PullNumber number);
  void say(Webhook::Action action, github::PullNumber number, const PullVersion& version,
           std::optional<Sha> merge_commit = std::nullopt);

  void add_release(const ReleaseContent& release);
  // nullptr deletes it.
  void put_release(std::size_t index, const ReleaseContent* release);

  // Leaves work for later, once.
  void later(Background work);

 private:
  void say_moved(NameId name, ObjectId old, ObjectId target);
  void follow_branch(NameId branch, ObjectId target);
  [[nodiscard]] bool has_nothing_to_merge(const PullVersion& version) const;

  Repository& repository_;
  Pool& pool_;
  Time now_;
  bool by_app_;
};

}  // namespace regent::fake

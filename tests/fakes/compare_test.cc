// Comparing commits: `compare/{base}...{head}`, 250 a page, and what is reachable from what.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "tests/fakes/world.h"

namespace regent::fake::testing {
namespace {

using github::CompareCommits;
using github::CompareStatus;

const github::Comparison compare(World& world, Sha base, Sha head, std::uint32_t page = 1) {
  return *world.send(CompareCommits{base, head, page}).as<github::Comparison>();
}

TEST(Compare, HasFourStatuses) {
  World world;
  const Sha left = world.commit(world.root, "left", "1");
  const Sha right = world.commit(world.root, "right", "1");
  EXPECT_EQ(compare(world, world.root, world.root).status, CompareStatus::identical);
  EXPECT_EQ(compare(world, world.root, left).status, CompareStatus::ahead);
  EXPECT_EQ(compare(world, left, world.root).status, CompareStatus::behind);
  EXPECT_EQ(compare(world, left, right).status, CompareStatus::diverged);
  EXPECT_EQ(compare(world, left, right).commits.front().sha, right);
}

TEST(Compare, GivesTwoHundredAndFiftyAPageTheOldestFirst) {
  World world;
  std::vector<Sha> landed;
  for (int i = 0; i < 510; ++i) landed.push_back(world.land("fix: " + std::to_string(i)));
  std::vector<Sha> seen;
  for (std::uint32_t page = 1; page <= 4; ++page) {
    const auto answer = compare(world, world.root, landed.back(), page);
    EXPECT_EQ(answer.total_commits, 510U);
    EXPECT_EQ(answer.commits.size(), std::vector<std::size_t>({250, 250, 10, 0})[page - 1]);
    for (const auto& commit : answer.commits) seen.push_back(commit.sha);
  }
  EXPECT_EQ(seen, landed);
}

TEST(Compare, AnUnknownCommitIs404) {
  World world;
  EXPECT_EQ(world.send(CompareCommits{world.root, made_up_sha(1), 1}).status, 404);
  EXPECT_EQ(world.send(CompareCommits{made_up_sha(1), world.root, 1}).status, 404);
}

TEST(ListCommits, GivesAHundredAPageTheNewestFirst) {
  World world;
  Sha last = world.root;
  for (int i = 0; i < 150; ++i) last = world.land("fix: " + std::to_string(i));
  const auto first = world.send(github::ListCommits{last, 1});
  EXPECT_EQ(first.as<github::Commits>()->commits.front().sha, last);
  EXPECT_EQ(first.as<github::Commits>()->commits.size(), 100U);
  EXPECT_TRUE(first.as<github::Commits>()->more);
  const auto second = world.send(github::ListCommits{last, 2});
  EXPECT_EQ(second.as<github::Commits>()->commits.size(), 51U);
  EXPECT_EQ(second.as<github::Commits>()->commits.back().sha, world.root);
  EXPECT_FALSE(second.as<github::Commits>()->more);
  EXPECT_EQ(world.send(github::ListCommits{made_up_sha(3), 1}).status, 404);
}

TEST(Import, KeepsIdsAndFollowsWhatItKnows) {
  Repository repository;
  repository.import({made_up_sha(1), {}, "feat: first", epoch, {}});
  repository.import({made_up_sha(2), {made_up_sha(1), made_up_sha(99)}, "Merge", epoch, {}});
  repository.import({made_up_sha(3), {made_up_sha(98), made_up_sha(2)}, "Merge", epoch, {}});
  repository.set_branch("main", made_up_sha(3));
  EXPECT_TRUE(repository.is_ancestor(made_up_sha(1), made_up_sha(3)));
  const auto shown = repository.handle(github::GetCommit{made_up_sha(2)}, {.now = epoch});
  EXPECT_EQ(shown.as<github::Commit>()->parents,
            (std::vector<Sha>{made_up_sha(1), made_up_sha(99)}));
  std::string messages;
  repository.walk_first_parents(made_up_sha(3), [&](const CommitView& commit) {
    messages += commit.message;
    return true;
  });
  EXPECT_EQ(messages, "MergeMergefeat: first");
}

// Reachability by the definition.
std::set<Sha> reachable(const std::vector<std::vector<std::size_t>>& parents,
                        const std::vector<Sha>& shas, std::size_t from) {
  std::set<Sha> found{shas[from]};
  for (const std::size_t parent : parents[from]) found.merge(reachable(parents, shas, parent));
  return found;
}

RC_GTEST_PROP(Compare, AgreesWithTheDefinitionOnAnyGraph, ()) {
  World world;
  const Sha tree = world.repository.commit(world.root)->tree;
  std::vector<Sha> shas{world.root};
  std::vector<std::vector<std::size_t>> parents{{}};
  const int count = *rc::gen::inRange(1, 12);
  for (int i = 0; i < count; ++i) {
    const auto any = rc::gen::inRange<std::size_t>(0, shas.size());
    std::vector<std::size_t> of{*any};
    if (*rc::gen::inRange(0, 4) == 0) {
      const std::size_t second = *any;
      if (second != of[0]) of.push_back(second);
    }
    std::vector<Sha> of_shas;
    for (const std::size_t parent : of) of_shas.push_back(shas[parent]);
    const auto made =
        world.send(github::CreateCommit{std::to_string(i), tree, of_shas, {"a", "b", epoch}});
    shas.push_back(made.as<github::ObjectId>()->sha);
    parents.push_back(of);
  }
  for (std::size_t base = 0; base < shas.size(); ++base) {
    for (std::size_t head = 0; head < shas.size(); ++head) {
      const std::set<Sha> of_base = reachable(parents, shas, base);
      std::set<Sha> ahead = reachable(parents, shas, head);
      RC_ASSERT(world.repository.is_ancestor(shas[base], shas[head]) == ahead.contains(shas[base]));
      for (const Sha& sha : of_base) ahead.erase(sha);
      const auto answer = compare(world, shas[base], shas[head]);
      std::set<Sha> seen;
      for (const auto& commit : answer.commits) {
        // Oldest first: a parent is never behind its child.
        const auto shown = world.send(github::GetCommit{commit.sha});
        for (const Sha& parent : shown.as<github::Commit>()->parents) {
          RC_ASSERT(!ahead.contains(parent) || seen.contains(parent));
        }
        seen.insert(commit.sha);
      }
      RC_ASSERT(seen == ahead);
      RC_ASSERT(answer.total_commits == ahead.size());
      const bool behind = !reachable(parents, shas, head).contains(shas[base]);
      const CompareStatus expected =
          ahead.empty() ? (behind ? CompareStatus::behind : CompareStatus::identical)
                        : (behind ? CompareStatus::diverged : CompareStatus::ahead);
      RC_ASSERT(answer.status == expected);
    }
    const auto all = world.send(github::ListCommits{shas[base], 1});
    std::set<Sha> listed;
    for (const auto& commit : all.as<github::Commits>()->commits) listed.insert(commit.sha);
    RC_ASSERT(listed == reachable(parents, shas, base));
  }
}

}  // namespace
}  // namespace regent::fake::testing

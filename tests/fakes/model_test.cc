// The simulated GitHub against a reference that is too simple to be wrong.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <map>

#include "tests/fakes/moves.h"
#include "tests/fakes/reference_model.h"

namespace regent::fake::testing {
namespace {

// Ids that only git computes are not the model's business.
github::Response without_git_ids(github::Response response) {
  response.headers = {};
  if (auto* seen = std::get_if<github::Observation>(&response.payload)) {
    if (seen->base) seen->base->tree = Sha{};
  }
  if (auto* file = std::get_if<github::FileContents>(&response.payload)) file->blob = Sha{};
  const auto forget = [](std::optional<github::FileView>& view) {
    if (view && view->contents) view->contents->blob = Sha{};
  };
  if (auto* view = std::get_if<github::FileView>(&response.payload))
    if (view->contents) view->contents->blob = Sha{};
  if (auto* view = std::get_if<github::PullView>(&response.payload)) forget(view->file);
  if (auto* views = std::get_if<github::PullViews>(&response.payload)) forget(views->file);
  return response;
}

ReferenceModel model_of(const World& world) {
  ReferenceModel model;
  const CommitView root = *world.repository.commit(world.root);
  model.refs["refs/heads/main"] = world.root;
  model.trees[root.tree] = {{"README.md", "hello\n"}};
  model.commits[world.root] = {
      model.trees[root.tree], {}, std::string(root.message), root.committed_at};
  model.now = world.now;
  return model;
}

void expect_same(const github::Request& request, const github::Response& fake,
                 const github::Response& model) {
  if (without_git_ids(fake) == without_git_ids(model)) return;
  RC_FAIL(to_line(request) + "\n  fake:  " + to_line(fake) + "\n  model: " + to_line(model));
}

// How often each operation was done and refused, over all runs of the property.
std::array<int, 2>& done_of(const github::Request& request) {
  static std::map<std::string_view, std::array<int, 2>> counts;
  return counts[operation(request)];
}

void play_any_game() {
  World world;
  ReferenceModel model = model_of(world);
  Author author(world);
  for (const Move& move : *any_game()) {
    if (move.c == 3 && !world.repository.background().empty()) {
      const std::size_t index = move.a % world.repository.background().size();
      model.close_in_background(
          static_cast<std::size_t>(world.repository.background()[index].pull) - 1);
      world.repository.run_background(index, world.now);
    }
    world.pass(std::chrono::milliseconds(move.a));
    model.now = world.now;
    model.by_app = move.b % 2 == 0;
    const github::Request request = author.request(move);
    const github::Response response = world.send(request, {.by_app = model.by_app});
    expect_same(request, response, model.answer(request, response));
    author.learn(request, response);
    RC_ASSERT(world.repository.background().size() == model.gone_heads.size());
    // The squashed tree is not in any answer.
    if (std::holds_alternative<github::MergePull>(request) && response.ok()) {
      const Sha merged = response.as<github::ObjectId>()->sha;
      for (const char* path : {"README.md", "d/a", "d/b", "CHANGELOG.md"}) {
        const auto& files = model.commits.at(merged).files;
        const auto expected = files.find(path);
        const auto content = world.repository.file(merged, path);
        RC_ASSERT(content.has_value() == (expected != files.end()));
        if (content) RC_ASSERT(*content == expected->second);
      }
    }
    ++done_of(request)[response.ok() ? 0 : 1];
  }
  for (const github::Request& probe : Author::probes()) {
    const github::Response response = world.send(probe);
    expect_same(probe, response, model.answer(probe, response));
  }
}

RC_GTEST_PROP(Model, EveryAnswerAgrees, ()) { play_any_game(); }

// A property that never comes to a place says nothing about it.
TEST(Model, EveryWriteIsSometimesDoneAndSometimesRefused) {
  using namespace github;
  const std::vector<Request> writes = {CreateRef{},  UpdateRef{},  DeleteRef{},
                                       UpdateRefs{}, CreatePull{}, UpdatePull{},
                                       EditPull{},   MergePull{},  CreateRelease{}};
  ASSERT_TRUE(rc::check(&play_any_game));
  for (const Request& write : writes) {
    EXPECT_GT(done_of(write)[0], 0) << operation(write);
    EXPECT_GT(done_of(write)[1], 0) << operation(write);
  }
}

}  // namespace
}  // namespace regent::fake::testing

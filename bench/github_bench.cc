// What one request costs the simulated GitHub.
#include <benchmark/benchmark.h>

#include <string>

#include "core/github.h"
#include "fakes/github/github.h"

namespace {

using namespace regent;
using fake::Circumstances;
using fake::Repository;

constexpr Time start{std::chrono::days(20000)};
const std::string ledger = "refs/release-regent/main";

// A repository with `tags` releases behind it, a release branch and its pull request.
struct Scene {
  explicit Scene(int tags) {
    root = repository.initialize("chore: initial", start);
    for (int i = 0; i < tags; ++i) {
      root = repository.land("main", "fix: " + std::to_string(i), now, now);
      repository.set_tag("v1.0." + std::to_string(i), root);
      now += std::chrono::hours(1);
    }
    tree = repository.commit(root)->tree;
    first = commit("ledger 1");
    second = commit("ledger 2");
    send(github::CreateRef{ledger, first});
    send(github::CreateRef{"refs/heads/release/v1.1.0", first});
    static_cast<void>(repository.take_webhooks());
  }
  github::Response send(const github::Request& request) {
    return repository.handle(request, Circumstances{.now = now});
  }
  Sha commit(const std::string& message) {
    return send(github::CreateCommit{message, tree, {root}, {"bot", "bot@example.com", start}})
        .as<github::ObjectId>()
        ->sha;
  }
  Repository repository;
  Time now = start + std::chrono::hours(1);
  Sha root, tree, first, second;
};

void run(benchmark::State& state, Scene& scene, const github::Request& request) {
  for (auto _ : state) benchmark::DoNotOptimize(scene.send(request));
}

void BM_GetRef(benchmark::State& state) {
  Scene scene(5);
  run(state, scene, github::GetRef{"refs/heads/main"});
}
BENCHMARK(BM_GetRef);

void BM_GetRefThroughLimits(benchmark::State& state) {
  fake::GitHub github(Scene(5).repository);
  const github::Request request = github::GetRef{"refs/heads/main"};
  Circumstances circumstances{.now = start};
  for (auto _ : state) {
    circumstances.now += std::chrono::seconds(1);
    benchmark::DoNotOptimize(github.handle(request, circumstances));
  }
}
BENCHMARK(BM_GetRefThroughLimits);

void BM_Observe(benchmark::State& state) {
  Scene scene(static_cast<int>(state.range(0)));
  run(state, scene, github::Observe{ledger, "main", "release/"});
}
BENCHMARK(BM_Observe)->Arg(5)->Arg(1000);

void BM_ObserveStale(benchmark::State& state) {
  Scene scene(5);
  scene.now += std::chrono::seconds(1);
  const github::Request request = github::Observe{ledger, "main", "release/"};
  for (auto _ : state) {
    benchmark::DoNotOptimize(scene.repository.handle(
        request, Circumstances{.now = scene.now, .staleness = std::chrono::seconds(2)}));
  }
}
BENCHMARK(BM_ObserveStale);

void BM_UpdateRefsOfThree(benchmark::State& state) {
  Scene scene(5);
  const github::Request there =
      github::UpdateRefs{{{ledger, scene.first, scene.second, true},
                          {"refs/heads/release/v1.1.0", scene.first, Sha{}},
                          {"refs/heads/release/v1.2.0", Sha{}, scene.second}}};
  const github::Request back =
      github::UpdateRefs{{{ledger, scene.second, scene.first, true},
                          {"refs/heads/release/v1.2.0", scene.second, Sha{}},
                          {"refs/heads/release/v1.1.0", Sha{}, scene.first}}};
  bool forth = true;
  for (auto _ : state) {
    scene.now += std::chrono::seconds(5);
    benchmark::DoNotOptimize(scene.send(forth ? there : back));
    forth = !forth;
  }
}
BENCHMARK(BM_UpdateRefsOfThree);

void BM_CreateKnownCommit(benchmark::State& state) {
  Scene scene(5);
  run(state, scene,
      github::CreateCommit{
          "ledger 1", scene.tree, {scene.root}, {"bot", "bot@example.com", start}});
}
BENCHMARK(BM_CreateKnownCommit);

void BM_CreateNewCommit(benchmark::State& state) {
  Scene scene(5);
  int i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(scene.commit("new " + std::to_string(i++)));
}
BENCHMARK(BM_CreateNewCommit);

void BM_CreateKnownTree(benchmark::State& state) {
  Scene scene(5);
  run(state, scene, github::CreateTree{scene.tree, {{"CHANGELOG.md", std::string(2000, 'x')}}});
}
BENCHMARK(BM_CreateKnownTree);

void BM_ListPulls(benchmark::State& state) {
  Scene scene(5);
  scene.send(
      github::CreatePull{"chore: release v1.1.0", "release/v1.1.0", "main", std::string(500, 'b')});
  run(state, scene, github::ListPulls{github::PullFilter::open, "release/v1.1.0", "main", 1});
}
BENCHMARK(BM_ListPulls);

void BM_CreatePullAndClose(benchmark::State& state) {
  Scene scene(5);
  const github::Request create =
      github::CreatePull{"chore: release v1.1.0", "release/v1.1.0", "main", std::string(500, 'b')};
  github::UpdatePull close;
  close.state = github::PullState::closed;
  for (auto _ : state) {
    scene.now += std::chrono::seconds(30);
    close.number = scene.send(create).as<github::Pull>()->number;
    benchmark::DoNotOptimize(scene.send(close));
    static_cast<void>(scene.repository.take_webhooks());
  }
}
BENCHMARK(BM_CreatePullAndClose);

void BM_Compare(benchmark::State& state) {
  Scene scene(static_cast<int>(state.range(0)));
  const Sha base = *scene.repository.tag("v1.0." + std::to_string(state.range(0) - 6));
  run(state, scene, github::CompareCommits{base, scene.root, 1});
}
BENCHMARK(BM_Compare)->Arg(10)->Arg(1000);

void BM_Land(benchmark::State& state) {
  Scene scene(5);
  for (auto _ : state) {
    scene.now += std::chrono::minutes(1);
    benchmark::DoNotOptimize(scene.repository.land("main", "fix: a thing", scene.now, scene.now));
    static_cast<void>(scene.repository.take_webhooks());
  }
}
BENCHMARK(BM_Land);

void BM_Copy(benchmark::State& state) {
  const Scene scene(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    Repository copy = scene.repository;
    benchmark::DoNotOptimize(copy);
  }
}
BENCHMARK(BM_Copy)->Arg(5)->Arg(1000);

void BM_Digest(benchmark::State& state) {
  const Scene scene(5);
  for (auto _ : state) benchmark::DoNotOptimize(scene.repository.digest());
}
BENCHMARK(BM_Digest);

}  // namespace

// Random requests that mean something: names and ids are drawn from the few that the repository is
// likely to have, so that conflicts happen.
#pragma once

#include <rapidcheck.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fakes/world.h"

namespace regent::fake::testing {

// One step, as numbers that are given meaning by the repository they are applied to: any sublist of
// a failing list is a list of steps again, so RapidCheck can shrink it.
struct Move {
  std::uint8_t kind = 0;
  std::uint8_t a = 0;
  std::uint8_t b = 0;
  std::uint8_t c = 0;
};

inline void showValue(const Move& move, std::ostream& os) {
  os << '{' << int{move.kind} << ',' << int{move.a} << ',' << int{move.b} << ',' << int{move.c}
     << '}';
}

inline constexpr std::uint8_t move_kinds = 26;

// Two branches with a commit of their own and a pull request each.
inline const std::vector<Move> opening = {{0, 0, 3, 1}, {1, 1, 0, 0}, {3, 4, 0, 0}, {10, 1, 0, 0},
                                          {1, 1, 1, 1}, {3, 2, 0, 0}, {10, 2, 0, 1}};

inline rc::Gen<std::vector<Move>> any_moves() {
  return rc::gen::container<std::vector<Move>>(
      rc::gen::build<Move>(rc::gen::set(&Move::kind, rc::gen::inRange<std::uint8_t>(0, move_kinds)),
                           rc::gen::set(&Move::a, rc::gen::inRange<std::uint8_t>(0, 12)),
                           rc::gen::set(&Move::b, rc::gen::inRange<std::uint8_t>(0, 12)),
                           rc::gen::set(&Move::c, rc::gen::inRange<std::uint8_t>(0, 4))));
}

// The same after the opening, three times in four: most requests are about pull requests.
inline rc::Gen<std::vector<Move>> any_game() {
  return rc::gen::map(rc::gen::pair(rc::gen::inRange(0, 4), any_moves()), [](auto drawn) {
    std::vector<Move> moves = drawn.first == 0 ? std::vector<Move>{} : opening;
    moves.insert(moves.end(), drawn.second.begin(), drawn.second.end());
    return moves;
  });
}

// Turns moves into requests; remembers the commits and trees that were made.
class Author {
 public:
  explicit Author(const World& world) : Author(world.repository, world.root) {}
  Author(const Repository& repository, Sha root)
      : commits_{root}, trees_{repository.commit(root)->tree} {}

  github::Request request(const Move& move) const {
    using namespace github;
    const PullNumber number{move.a % 5U + 1U};
    switch (move.kind) {
      case 0:
        return CreateTree{trees_[move.a % trees_.size()], {{path(move.b), content(move.c)}}};
      case 1:
      case 2:
        return CreateCommit{"m" + content(move.c),
                            trees_[move.a % trees_.size()],
                            {commit(move.b)},
                            {"n", "e", epoch + std::chrono::seconds(move.c)}};
      case 3:
      case 4:
        return CreateRef{ref(move.a), commit(move.b)};
      case 5:
        return UpdateRef{ref(move.a), commit(move.b), move.c % 2 == 0};
      case 6:
        return DeleteRef{ref(move.a)};
      case 7:
      case 8:
        return UpdateRefs{{row(move.a, move.b, move.c), row(move.b, move.c, move.a)}};
      case 9:
        return UpdateRefs{{row(move.a, move.b, move.c)}};
      case 10:
      case 11:
      case 12:
        return CreatePull{"t" + content(move.c), branch(move.a), branch(move.b % 2),
                          content(move.b)};
      case 13:
        return UpdatePull{number, content(move.b), content(move.c), {}, {}, {}};
      case 14:
        return UpdatePull{number, {}, {}, move.b % 2 == 0 ? PullState::open : PullState::closed,
                          {},     {}};
      case 15:
        return UpdatePull{number, {}, content(move.b), {}, branch(move.b), {}};
      case 16:
        return MergePull{number, move.b % 3 == 0 ? std::optional(commit(move.c)) : std::nullopt};
      case 17:
        return AddLabels{number, {content(move.b), content(move.c)}};
      case 18:
        return CreateRelease{tag(move.a), commit(move.b), "n", content(move.c), move.c == 0, false};
      case 19:
        return CompareCommits{commit(move.a), commit(move.b), 1};
      case 20:
        return ListPulls{static_cast<PullFilter>(move.a % 3), move.b % 2 == 0 ? "" : branch(move.c),
                         "", 1};
      case 21:
        if (move.c % 2 == 0) return ObserveFile{{path(move.a), commit(move.b)}};
        return GetContents{path(move.a), commit(move.b)};
      case 22:
        return GetReleaseByTag{tag(move.a)};
      case 23:
        return EditPull{number, move.b % 2 == 0 ? std::nullopt : std::optional(content(move.b)),
                        content(move.c), ref(move.b), branch(move.c)};
      case 24:
        return ObservePulls{branch(move.a), branch(move.b), ref(move.c),
                            move.c % 2 == 0
                                ? std::nullopt
                                : std::optional(GetContents{path(move.a), commit(move.b)})};
      default:
        return ListMatchingRefs{move.a % 2 == 0 ? "refs/" : "refs/heads/r"};
    }
  }

  void learn(const github::Request& request, const github::Response& response) {
    const auto* object = response.as<github::ObjectId>();
    if (object == nullptr) return;
    (std::holds_alternative<github::CreateTree>(request) ? trees_ : commits_)
        .push_back(object->sha);
  }

  // Questions whose answers together show everything.
  static std::vector<github::Request> probes() {
    using namespace github;
    std::vector<Request> requests = {Observe{"refs/release-regent/main", "main", "r"},
                                     ListMatchingRefs{"refs/"},
                                     ListPulls{PullFilter::open, "", "", 1},
                                     ListPulls{PullFilter::all, "", "", 1}, SearchPulls{"r"}};
    for (std::uint8_t i = 0; i < ref_names.size(); ++i) requests.push_back(GetRef{ref(i)});
    for (unsigned i = 1; i <= 6; ++i) {
      requests.push_back(GetPull{PullNumber{i}});
      requests.push_back(ObservePull{PullNumber{i}, "refs/release-regent/main", "main"});
    }
    for (std::uint8_t i = 0; i < 3; ++i) {
      requests.push_back(GetReleaseByTag{tag(i)});
      requests.push_back(ListPulls{PullFilter::closed, branch(i), "main", 1});
      requests.push_back(ObservePulls{branch(i), "main", "refs/release-regent/main"});
    }
    return requests;
  }

 private:
  static constexpr std::array<std::string_view, 8> ref_names = {
      "refs/heads/main",   "refs/heads/r", "refs/heads/r/1",           "refs/heads/r/2",
      "refs/heads/topic2", "refs/tags/v1", "refs/release-regent/main", "refs/heads/r/1/x"};
  static std::string ref(std::uint8_t i) { return std::string(ref_names[i % ref_names.size()]); }
  static std::string branch(std::uint8_t i) {
    constexpr std::array<std::string_view, 5> names = {"main", "topic2", "r/1", "r/2", "r"};
    return std::string(names[i % names.size()]);
  }
  static std::string tag(std::uint8_t i) {
    constexpr std::array<std::string_view, 3> names = {"v0", "v1", "v2"};
    return std::string(names[i % names.size()]);
  }
  static std::string path(std::uint8_t i) {
    constexpr std::array<std::string_view, 4> paths = {"README.md", "d/a", "d/b", "CHANGELOG.md"};
    return std::string(paths[i % paths.size()]);
  }
  static std::string content(std::uint8_t i) {
    constexpr std::array<std::string_view, 4> texts = {"a", "b", "c", "d"};
    return std::string(texts[i % texts.size()]);
  }
  Sha commit(std::uint8_t i) const {
    if (i == 11) return made_up_sha(0xee);
    // The newest ones mostly.
    return commits_[commits_.size() - 1 - i % std::min<std::size_t>(commits_.size(), 6)];
  }
  github::RefUpdate row(std::uint8_t a, std::uint8_t b, std::uint8_t c) const {
    github::RefUpdate update{ref(a), std::nullopt, c % 5 == 4 ? Sha{} : commit(b), c % 2 == 0};
    if (c % 3 == 1) update.before = Sha{};
    if (c % 3 == 2) update.before = commit(c);
    return update;
  }

  std::vector<Sha> commits_;
  std::vector<Sha> trees_;
};

}  // namespace regent::fake::testing

// A small repository and a clock, for tests that read as sentences.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/github.h"
#include "fakes/github/repository.h"

namespace regent::fake::testing {

inline constexpr Time epoch{std::chrono::days(20000)};

// A 40-digit id that is no object's.
inline Sha made_up_sha(std::uint8_t byte) {
  std::array<std::uint8_t, Sha::size_bytes> bytes{};
  bytes.fill(byte);
  return Sha(bytes);
}

// `octo/repo` with one commit on `main`.
struct World {
  explicit World(Settings settings = {}) : repository(settings, "octo", "repo") {
    root = repository.initialize("chore: initial", epoch, {{"README.md", "hello\n"}});
  }

  github::Response send(const github::Request& request) { return send(request, {}); }
  github::Response send(const github::Request& request, Circumstances circumstances) {
    circumstances.now = now;
    return repository.handle(request, circumstances);
  }
  github::Response send_stale(const github::Request& request, Duration staleness) {
    return send(request, {.staleness = staleness});
  }
  github::Response send_as_person(const github::Request& request) {
    return send(request, {.by_app = false});
  }

  // A commit on `parent` that writes `path`; known to the repository, on no branch.
  Sha commit(Sha parent, std::string_view path = "CHANGELOG.md", std::string_view content = "x\n") {
    const Sha tree = repository.commit(parent)->tree;
    const github::Response made =
        send(github::CreateTree{tree, {{std::string(path), std::string(content)}}});
    const github::Response response =
        send(github::CreateCommit{"chore: release\n\n" + std::string(content),
                                  made.as<github::ObjectId>()->sha,
                                  {parent},
                                  {"Bot", "bot@example.com", epoch}});
    return response.as<github::ObjectId>()->sha;
  }
  // A branch with one commit of its own on top of `main`; returns the commit.
  Sha branch(const std::string& name, std::string_view content = "x\n") {
    const Sha sha = commit(*repository.branch("main"), "CHANGELOG.md", content);
    static_cast<void>(send(github::CreateRef{"refs/heads/" + name, sha}));
    return sha;
  }
  // A pull request from a new branch `name` into `main`.
  github::PullNumber pull(const std::string& name, std::string body = "body") {
    branch(name, name);
    return send(github::CreatePull{"chore: release " + name, name, "main", std::move(body)})
        .as<github::Pull>()
        ->number;
  }
  Sha land(std::string_view message) { return repository.land("main", message, now, now); }
  void pass(Duration duration) { now += duration; }

  Repository repository;
  Time now = epoch + std::chrono::hours(1);
  Sha root;
};

// The message of the refusal, or of its first item; "" for an answer that is none.
inline std::string refusal(const github::Response& response) {
  const github::ApiError* error = response.error();
  if (error == nullptr) return "";
  if (error->errors.empty()) return error->message;
  const github::ApiError::Item& item = error->errors.front();
  return item.message.empty() ? item.field + ' ' + item.code : item.message;
}

}  // namespace regent::fake::testing

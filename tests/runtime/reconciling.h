// `runtime::reconcile` against the simulated GitHub in process, on virtual time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/github.h"
#include "effects/github_port.h"
#include "runtime/reconciliation.h"
#include "tests/fakes/world.h"

namespace regent::runtime::testing {

// What befalls a request.
struct Trouble {
  enum class Kind : std::uint8_t { refused, lost_before, lost_after };
  Kind kind = Kind::refused;
  fake::Failure failure = fake::Failure::error_500;  // of `refused`
};

class Reconciling : public effects::GitHubPort, public Pause {
 public:
  std::expected<github::Response, effects::NoAnswer> send(const github::Request& request) override {
    sent.push_back({request, world.now});
    const std::optional<Trouble> met = trouble ? trouble(request) : std::nullopt;
    if (!met) return world.send(request);
    if (met->kind == Trouble::Kind::refused) return world.send(request, {.failure = met->failure});
    if (met->kind == Trouble::Kind::lost_after) static_cast<void>(world.send(request));
    return std::unexpected(effects::NoAnswer{"the connection was closed"});
  }
  void wait(Duration duration) override {
    waited.push_back(duration);
    world.pass(duration);
  }
  Time now() override { return world.now; }

  Reconciliation run(bool dry_run = false, const std::string& base = "main",
                     const https::Pace& pace = {}) {
    world.pass(std::chrono::minutes(1));
    sent.clear();
    waited.clear();
    return reconcile({},
                     {.trigger = {.kind = TriggerKind::look, .delivery = "d", .base = base},
                      .entropy = {++runs_, 7}},
                     *this, *this, pace, dry_run);
  }
  Reconciliation plan() { return run(/*dry_run=*/true); }

  // The first request of this kind meets `met`, and no other.
  template <typename Kind>
  void once(Trouble met) {
    trouble = [met, is_over = false](const github::Request& request) mutable {
      if (is_over || !std::holds_alternative<Kind>(request)) return std::optional<Trouble>();
      is_over = true;
      return std::optional(met);
    };
  }

  // A person merges a pull request.
  void merge(github::PullNumber number) {
    static_cast<void>(world.send_as_person(github::MergePull{number, std::nullopt}));
  }

  struct Sent {
    github::Request request;
    Time at;
  };
  fake::testing::World world;
  std::function<std::optional<Trouble>(const github::Request&)> trouble;
  std::vector<Sent> sent;
  std::vector<Duration> waited;

 private:
  std::uint64_t runs_ = 0;
};

}  // namespace regent::runtime::testing

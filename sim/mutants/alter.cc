#include "sim/mutants/alter.h"

namespace regent::mutants {

github::Response made_up(const Stage& stage, github::Payload payload, int status) {
  const LedgerRun& run = stage.ledger();
  constexpr std::uint32_t plenty = 5'000;
  return {.status = status,
          .headers = {.date = run.now,
                      .rate_limit_remaining = run.rate_limit_remaining.value_or(plenty),
                      .rate_limit_reset = run.rate_limit_reset},
          .payload = std::move(payload)};
}

github::Response forbidden(const Stage& stage) {
  return made_up(stage, github::ApiError{"Resource not accessible by integration", {}, {}}, 403);
}

std::optional<LedgerRecord> record_in(const github::Observation& observation) {
  if (!observation.ledger) return std::nullopt;
  auto record = decode(observation.ledger->message);
  return record ? std::optional(*std::move(record)) : std::nullopt;
}

}  // namespace regent::mutants

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

github::PullView believed_view(const Stage& stage, const github::Pull& written) {
  const LedgerRun& run = stage.ledger();
  github::PullView view{written, {{run.now, true, written.body}}, std::nullopt, std::nullopt};
  if (run.seen.github.ledger) view.ledger = run.seen.github.ledger->oid;
  if (run.seen.github.base) view.base = run.seen.github.base->oid;
  return view;
}

github::Pull written_pull(const Stage& stage, const github::EditPull& edit) {
  const auto& seen = stage.ledger().seen.pull;
  github::Pull pull = seen ? seen->pull : github::Pull{};
  pull.number = edit.number;
  if (edit.title) pull.title = *edit.title;
  pull.body = edit.body;
  return pull;
}

std::optional<LedgerRecord> record_in(const github::Observation& observation) {
  if (!observation.ledger) return std::nullopt;
  auto record = decode(observation.ledger->message);
  return record ? std::optional(*std::move(record)) : std::nullopt;
}

}  // namespace regent::mutants

// The whole simulated world as canonical lines, for replays.
#include <algorithm>

#include "sim/simulation.h"

namespace regent::sim {
namespace {

constexpr std::string_view ledger_directory = "refs/release-regent/";

// A ledger commit's record, in JSON on one line.
std::string record_of(std::string_view message) {
  const auto brace = message.find('{');
  if (brace == std::string_view::npos) return "holds no record";
  return std::string(message.substr(brace, message.find_last_not_of('\n') + 1 - brace));
}

std::string number(github::PullNumber pull) {
  return "#" + std::to_string(static_cast<std::uint32_t>(pull));
}

std::string in_quotes(std::string_view text) {
  return "\"" + std::string(text.substr(0, text.find('\n'))) + "\"";
}

std::string pull_line(const fake::PullView& pull) {
  std::string line = "pull " + number(pull.number);
  line += pull.merged ? " merged " : pull.state == github::PullState::open ? " open " : " closed ";
  line += in_quotes(pull.title);
  line.append(" ").append(pull.head).append(" at ").append(pull.head_sha.abbreviated());
  return line.append(" -> ").append(pull.base);
}

std::string message_line(const Message& message, Time now) {
  std::string line = "queue: delivery " + message.trigger.delivery;
  if (message.deliveries > 0) line += ", attempt " + std::to_string(message.deliveries);
  if (message.leased_until && *message.leased_until > now) return line + ", leased";
  return line + (message.visible_at > now ? ", not yet visible" : ", waiting");
}

}  // namespace

std::string Simulation::state_of(std::uint32_t index) const {
  const Worker& worker = workers_[index];
  std::string line = "worker " + std::to_string(index + 1) + ": ";
  if (worker.state == Worker::State::down) return line + "down";
  if (worker.state == Worker::State::idle || !worker.actor) return line + "idle";
  if (const auto* request = worker.actor->request())
    return line + "sends " + github::to_line(*request);
  if (const Wait* wait = worker.actor->wait())
    return line + "waits for " + std::to_string(wait->duration.count()) + " ms";
  return line + "is about to end its run";
}

void Simulation::end_step() {
  if (!logging() || !journal_->keeps_states()) return;
  journal_->end_step(report_.steps, snapshot_of(repository()), [&] { return state(); });
}

// Sorted. Merged pull requests of developers and closed ones say nothing that refs do not.
std::vector<std::string> Simulation::state() const {
  std::vector<std::string> lines;
  for (const fake::RefView& ref : repository().refs("refs/"))
    if (!ref.name.starts_with("refs/pull/"))
      lines.push_back("ref " + std::string(ref.name) + " " + ref.target.abbreviated());
  for (const fake::RefView& ref : repository().refs(ledger_directory))
    if (const auto commit = repository().commit(ref.target))
      lines.push_back("ledger " + std::string(ref.name.substr(ledger_directory.size())) + " " +
                      record_of(commit->message));
  for (std::uint32_t n = 1; n <= repository().last_number(); ++n)
    if (const auto pull = repository().pull(github::PullNumber{n});
        pull && pull->head.starts_with(release_branch_prefix))
      lines.push_back(pull_line(*pull));
  for (std::size_t i = 0; i < repository().release_count(); ++i) {
    const fake::ReleaseView release = repository().release(i);
    lines.push_back("release " + std::string(release.tag_name) + (release.draft ? " draft" : ""));
  }
  for (const fake::Background& job : repository().background())
    lines.push_back("GitHub: has to " + to_line(job));
  for (const Message& message : queue_.messages()) lines.push_back(message_line(message, now_));
  if (const auto count = agenda_.count(Due::webhook); count > 0)
    lines.push_back("network: webhooks under way: " + std::to_string(count));
  for (std::uint32_t i = 0; i < workers_.size(); ++i) lines.push_back(state_of(i));
  std::ranges::sort(lines);
  return lines;
}

}  // namespace regent::sim

// Depth-first search over copied worlds, with sleep sets per state, persistent sets and permuted
// workers taken for one (exploration.md, "Search").
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "sim/explore/search.h"
#include "sim/explore/visited.h"

namespace regent::sim::explore {
namespace {

// A state whose exploration is under way, and what is left of it.
struct Frame {
  State state;
  std::uint32_t sleep = 0;  // processes that need not be explored from here
  std::uint32_t todo = 0;   // processes that are still to be explored
  std::vector<Option> options;
  Model::Scratch scratch;
  std::size_t option = 0;  // under way
  std::size_t move = 0;    // the next one of it
  std::size_t path_size = 0;
};

// A part of the search that another thread takes over: processes of a state that is known already,
// and the way to it.
struct Task {
  State state;
  std::uint32_t sleep = 0;
  std::uint32_t todo = 0;
  Path path;
};

// What the threads share.
struct Shared {
  Model& model;
  Findings& findings;
  const Watch& watch;
  bool is_stateful;
  bool sleeps;
  bool reduces;
  Visited visited{};
  std::atomic<std::uint64_t> nodes{0};
  std::atomic<std::uint64_t> transitions{0};
  std::atomic<std::uint32_t> depth_max{0};
  std::atomic<bool> stop{false};
  std::string stopped{};  // under `mutex`

  std::mutex mutex{};
  std::condition_variable changed{};
  std::deque<Task> tasks{};
  std::uint32_t busy = 0;
  std::atomic<std::uint32_t> hungry{0};
  std::mutex watch_mutex{};
};

class Worker {
 public:
  Worker(Shared& shared, std::uint32_t jobs) : shared_(shared), jobs_(jobs) {}

  void run() {
    Task task;
    while (take(task)) {
      explore(task);
      const std::scoped_lock lock(shared_.mutex);
      --shared_.busy;
      shared_.changed.notify_all();
    }
    flush();
  }

 private:
  bool take(Task& task) {
    std::unique_lock lock(shared_.mutex);
    ++shared_.hungry;
    shared_.changed.wait(
        lock, [&] { return !shared_.tasks.empty() || shared_.busy == 0 || shared_.stop.load(); });
    --shared_.hungry;
    if (shared_.tasks.empty() || shared_.stop.load()) {
      shared_.changed.notify_all();
      return false;
    }
    task = std::move(shared_.tasks.front());
    shared_.tasks.pop_front();
    ++shared_.busy;
    return true;
  }

  void explore(const Task& task) {
    path_ = task.path;
    depth_ = 0;
    if (task.todo == 0) {
      enter(task.state, task.sleep);  // the whole search
    } else {
      push(task.state, task.sleep, task.todo);
    }
    while (depth_ > 0 && !shared_.stop.load(std::memory_order_relaxed)) {
      step();
      if (jobs_ > 1 && shared_.hungry.load(std::memory_order_relaxed) > 0) donate();
      if (++steps_ % 4096 == 0) report();
    }
    depth_ = 0;
  }

  // One move of the state on top of the stack, or its end.
  void step() {
    Frame& top = frames_[depth_ - 1];
    for (; top.option < top.options.size(); ++top.option, top.move = 0) {
      const Option& option = top.options[top.option];
      if ((top.todo & bit(option.process)) == 0) continue;
      while (top.move < option.moves.size()) {
        const std::size_t index = top.move++;
        const Move& move = option.moves[index];
        if (!Model::is_affordable(top.state, move)) continue;
        return follow(top, option, move, index);
      }
      // Whatever comes after may do without it, as long as the order makes no difference.
      if (shared_.sleeps) top.sleep |= bit(option.process);
    }
    --depth_;
    if (depth_ > 0) path_.resize(frames_[depth_ - 1].path_size);
  }

  void follow(const Frame& from, const Option& option, const Move& move, std::size_t index) {
    ++transitions_;
    path_.push_back({option.process, static_cast<std::uint16_t>(index)});
    const Model::After next = shared_.model.after(from.state, option.process, move);
    if (next.breach != 0) {
      shared_.findings.breach(next.state, next.breach, path_);
      path_.resize(from.path_size);
      return;
    }
    std::uint32_t sleep = 0;
    if (shared_.sleeps) {
      for (const Option& other : from.options)
        if (other.process != option.process && (from.sleep & bit(other.process)) != 0 &&
            are_independent(other.footprint, move.footprint))
          sleep |= bit(other.process);
    }
    if (!enter(next.state, sleep)) path_.resize(from.path_size);
  }

  // Gives away what is left to do nearest to the root, where it is largest. Whoever takes it goes
  // on as this thread would have: with the process that is under way here asleep.
  void donate() {
    for (std::size_t i = 0; i < depth_; ++i) {
      Frame& frame = frames_[i];
      std::uint32_t rest = 0;
      for (std::size_t next = frame.option + 1; next < frame.options.size(); ++next)
        rest |= bit(frame.options[next].process);
      rest &= frame.todo;
      if (rest == 0) continue;
      const std::scoped_lock lock(shared_.mutex);
      if (shared_.tasks.size() >= jobs_) return;
      std::uint32_t sleep = frame.sleep;
      const Process under_way = frame.options[frame.option].process;
      if (shared_.sleeps && (frame.todo & bit(under_way)) != 0) sleep |= bit(under_way);
      shared_.tasks.push_back(
          {frame.state, sleep, rest,
           Path(path_.begin(), path_.begin() + static_cast<std::ptrdiff_t>(frame.path_size))});
      frame.todo &= ~rest;
      shared_.changed.notify_one();
      return;
    }
  }

  // Puts `state` on the stack if something is left to be explored from it; the path leads to it
  // then.
  bool enter(State state, std::uint32_t sleep) {
    if (shared_.reduces && !run_ahead(state, sleep)) return false;
    std::uint32_t todo = ~0U;
    if (shared_.is_stateful) {
      const auto visit = shared_.visited.visit(hash_of(state), sleep);
      if (!visit.is_new && visit.wake == 0) return false;
      if (!visit.is_new) todo = visit.wake;
      if (!visit.is_new) sleep = visit.sleep;
    } else {
      ++nodes_;
    }
    return push(state, sleep, todo & ~sleep);
  }

  bool push(const State& state, std::uint32_t sleep, std::uint32_t todo) {
    if (frames_.size() == depth_) frames_.emplace_back();
    Frame& frame = frames_[depth_];
    shared_.model.options(state, frame.options, frame.scratch);
    if (frame.options.empty()) {
      shared_.findings.rest(state, path_);
      return false;
    }
    frame.state = state;
    frame.sleep = sleep;
    frame.option = 0;
    frame.move = 0;
    frame.todo = todo;
    frame.path_size = path_.size();
    ++depth_;
    deepest_ = std::max(deepest_, static_cast<std::uint32_t>(path_.size()));
    return true;
  }

  // A step that nobody else can see, now or later, is a persistent set of its own: it is made at
  // once, and the state before it need not be remembered. False: it sleeps, and so does all of
  // this.
  bool run_ahead(State& state, std::uint32_t& sleep) {
    const std::uint32_t workers = shared_.model.arguments().workers;
    for (;;) {
      sleep = canonicalise(state, workers, sleep);
      shared_.model.options(state, ahead_, ahead_scratch_);
      const auto option = std::ranges::find_if(ahead_, &Option::invisible);
      if (option == ahead_.end()) return true;
      if ((sleep & bit(option->process)) != 0) return false;
      ++transitions_;
      path_.push_back({option->process, 0});
      const Model::After next = shared_.model.after(state, option->process, option->moves.front());
      if (next.breach != 0) {
        shared_.findings.breach(next.state, next.breach, path_);
        return false;
      }
      state = next.state;
    }
  }

  void flush() {
    shared_.nodes += std::exchange(nodes_, 0);
    shared_.transitions += std::exchange(transitions_, 0);
    std::uint32_t seen = shared_.depth_max.load();
    while (seen < deepest_ && !shared_.depth_max.compare_exchange_weak(seen, deepest_)) {
    }
  }

  void report() {
    flush();
    const std::uint64_t states =
        shared_.is_stateful ? shared_.visited.size() : shared_.nodes.load();
    if (states >= shared_.model.arguments().states_max) halt("states-max is reached");
    if (!shared_.watch) return;
    const std::unique_lock lock(shared_.watch_mutex, std::try_to_lock);
    if (!lock.owns_lock()) return;
    std::uint64_t frontier = 0;
    for (std::size_t i = 0; i < depth_; ++i)
      frontier +=
          frames_[i].options.size() - std::min(frames_[i].options.size(), frames_[i].option + 1);
    const bool go_on =
        shared_.watch({states, shared_.transitions.load(), static_cast<std::uint32_t>(path_.size()),
                       frontier, shared_.findings.violation_count()});
    if (!go_on) halt("interrupted");
  }

  void halt(std::string why) {
    const std::scoped_lock lock(shared_.mutex);
    if (shared_.stopped.empty()) shared_.stopped = std::move(why);
    shared_.stop = true;
    shared_.changed.notify_all();
  }

  Shared& shared_;
  std::uint32_t jobs_;
  std::deque<Frame> frames_;  // the first `depth_` are in use
  std::size_t depth_ = 0;
  Path path_;
  std::vector<Option> ahead_;
  Model::Scratch ahead_scratch_;
  std::uint64_t steps_ = 0;
  std::uint64_t nodes_ = 0;
  std::uint64_t transitions_ = 0;
  std::uint32_t deepest_ = 0;
};

}  // namespace

std::uint32_t canonicalise(State& state, std::uint32_t workers, std::uint32_t sleep) {
  // Insertion sort: few workers, nearly sorted.
  for (std::uint32_t i = 1; i < workers; ++i) {
    for (std::uint32_t j = i; j > 0 && state.workers[j - 1] > state.workers[j]; --j) {
      std::swap(state.workers[j - 1], state.workers[j]);
      const std::uint32_t low = sleep >> (j - 1) & 1;
      const std::uint32_t high = sleep >> j & 1;
      sleep &= ~(3U << (j - 1));
      sleep |= low << j | high << (j - 1);
    }
  }
  // Idle workers are alike, and the first one takes the next message for all of them.
  std::uint32_t idle = 0;
  while (idle < workers && state.workers[idle] == 0) ++idle;
  const std::uint32_t idle_mask = (1U << idle) - 1;
  if ((sleep & idle_mask) != 0) sleep = (sleep & ~idle_mask) | 1;
  return sleep;
}

void search_depth_first(Model& model, Findings& findings, const Watch& watch, Result& result) {
  const Arguments& arguments = model.arguments();
  const bool reduces = arguments.method == Method::reduced;
  Shared shared{model,
                findings,
                watch,
                arguments.method != Method::naive,
                reduces || arguments.method == Method::sleep,
                reduces};
  shared.tasks.push_back({model.initial(), 0, 0, {}});
  {
    std::vector<std::jthread> threads;
    for (std::uint32_t i = 1; i < arguments.jobs; ++i)
      threads.emplace_back([&] { Worker(shared, arguments.jobs).run(); });
    Worker(shared, arguments.jobs).run();
  }
  result.complete = !shared.stop.load();
  result.stopped = shared.stopped;
  result.states = shared.is_stateful ? shared.visited.size() : shared.nodes.load();
  result.transitions = shared.transitions.load();
  result.depth_max = shared.depth_max.load();
}

}  // namespace regent::sim::explore

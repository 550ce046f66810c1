#include "core/driving_loop.h"

#include <utility>

namespace regent {

Finish drive(const Config& config, Begin begin, const Surroundings& surroundings) {
  Run run = new_run(config);
  Event event = std::move(begin);
  for (;;) {
    const Step next = step(config, run, std::move(event));
    if (const auto* finish = std::get_if<Finish>(&next.action)) return *finish;
    if (const auto* wait = std::get_if<Wait>(&next.action)) {
      surroundings.wait(wait->duration);
      event = Woken{};
      continue;
    }
    auto response = surroundings.send(std::get<Call>(next.action));
    event = response ? Event(Answered{std::move(*response)}) : Event(Unanswered{});
  }
}

}  // namespace regent

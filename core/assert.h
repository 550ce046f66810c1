// Assertions that stay on in every build.
//
// They state what the code itself guarantees; what can go wrong outside is a std::expected. A
// broken one means that every later decision would be made from a wrong state, and for a release
// bot a stopped process is cheaper than a wrong release.
#pragma once

namespace regent::detail {

// Writes `message`, one line, to stderr and aborts. It allocates and formats nothing, so it works
// in whatever state the process is. The one place where `core` touches the outside.
[[noreturn]] void assertion_failed(const char* message) noexcept;

}  // namespace regent::detail

#define REGENT_DETAIL_TEXT_OF(x) #x
#define REGENT_DETAIL_TEXT(x) REGENT_DETAIL_TEXT_OF(x)

// Aborts unless `condition` holds, with the place, the condition and `reason` (a string literal:
// why it must hold) on stderr. On in release builds too, and still free of side effects by rule.
#define REGENT_ASSERT(condition, reason)                                             \
  ((condition) ? static_cast<void>(0)                                                \
               : ::regent::detail::assertion_failed(__FILE__ ":" REGENT_DETAIL_TEXT( \
                     __LINE__) ": assertion failed: " #condition " (" reason ")\n"))

// Memory for tables that are read at random: on large pages, of which the processor can keep a
// table's worth in its TLB.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace regent::sim::explore {

template <typename T>
struct LargePages {
  using value_type = T;
  LargePages() = default;
  template <typename U>
  explicit LargePages(const LargePages<U>&) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    if (count > max_count) throw std::bad_array_new_length();
    const std::size_t bytes = (count * sizeof(T) + alignment - 1) / alignment * alignment;
    const std::size_t align = bytes < page ? alignment : page;
    void* const memory = std::aligned_alloc(align, (bytes + align - 1) / align * align);
    if (memory == nullptr) throw std::bad_alloc();
    // A hint: without it the table is as good, and slower.
    if (bytes >= page) (void)madvise(memory, bytes, MADV_HUGEPAGE);
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t) { std::free(memory); }
  friend bool operator==(const LargePages&, const LargePages&) { return true; }

 private:
  static constexpr std::size_t page = std::size_t{2} << 20;
  static constexpr std::size_t alignment = 64;
  static constexpr std::size_t max_count = (std::size_t{1} << 47) / sizeof(T);
};

}  // namespace regent::sim::explore

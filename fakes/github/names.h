// Full ref names, interned.
//
// Git stores a ref as a file, so a ref and a directory of the same name exclude each other
// (release-please#1024); every name therefore knows the directory that it lies in.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "fakes/github/intern.h"

namespace regent::fake {

enum class NameId : std::uint32_t { none = 0 };

inline constexpr std::string_view branch_directory = "refs/heads/";
inline constexpr std::string_view tag_directory = "refs/tags/";

// What makes a name invalid at GitHub, as POST /git/refs words it; empty for a valid name. The
// rules are git-check-ref-format's; GitHub adds two slashes at least (SPEC).
[[nodiscard]] std::string_view ref_name_fault(std::string_view full_name);

// `refs/heads/main` -> `main`. Precondition: `full_name` is a branch.
[[nodiscard]] inline std::string_view branch_of(std::string_view full_name) {
  return full_name.substr(branch_directory.size());
}

// A name put together from two parts, on the stack when it fits, as every real one does.
class JoinedName {
 public:
  JoinedName(std::string_view directory, std::string_view rest);
  JoinedName(const JoinedName&) = delete;
  JoinedName& operator=(const JoinedName&) = delete;
  [[nodiscard]] std::string_view view() const {
    return {size_ > buffer_.size() ? long_.data() : buffer_.data(), size_};
  }

 private:
  std::size_t size_;
  std::array<char, 128> buffer_;
  std::string long_;
};

class Names {
 public:
  explicit Names(const Names* below) : table_(below == nullptr ? nullptr : &below->table_) {}

  [[nodiscard]] NameId find(std::string_view full_name) const;
  NameId intern(std::string_view full_name);
  // The same for `directory` + `rest`, without building the string in the common case.
  [[nodiscard]] NameId find(std::string_view directory, std::string_view rest) const;
  NameId intern(std::string_view directory, std::string_view rest);

  [[nodiscard]] std::string_view operator[](NameId id) const { return table_[id].text; }
  [[nodiscard]] Digest digest(NameId id) const { return table_.digest(id); }
  // `refs/heads/a/b` -> `refs/heads/a`; none for a name directly under `refs/heads`.
  [[nodiscard]] NameId directory(NameId id) const { return table_[id].directory; }
  [[nodiscard]] bool is_branch(NameId id) const { return table_[id].kind == Kind::branch; }
  [[nodiscard]] bool is_tag(NameId id) const { return table_[id].kind == Kind::tag; }

 private:
  enum class Kind : std::uint8_t { branch, tag, other };
  struct Name {
    std::string text;
    NameId directory = NameId::none;
    Kind kind = Kind::other;
  };
  static Kind kind_of(std::string_view full_name);

  InternTable<NameId, Name> table_;
};

}  // namespace regent::fake

#include "fakes/github/names.h"

#include <algorithm>

namespace regent::fake {
namespace {

constexpr std::uint64_t name_seed = 1;

bool is_bad_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7f ||
         std::string_view("~^:?*[\\").find(c) != std::string_view::npos;
}

bool is_bad_component(std::string_view component) {
  return component.empty() || component.front() == '.' || component.ends_with(".lock");
}

}  // namespace

std::string_view ref_name_fault(std::string_view full_name) {
  constexpr std::string_view bad_format = "is not a valid ref name.";
  if (!full_name.starts_with("refs/")) return "Reference name must start with 'refs/'.";
  std::size_t slashes = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= full_name.size(); ++i) {
    if (i < full_name.size() && full_name[i] != '/') {
      if (is_bad_byte(full_name[i])) return bad_format;
      continue;
    }
    if (is_bad_component(full_name.substr(start, i - start))) return bad_format;
    if (i < full_name.size()) ++slashes;
    start = i + 1;
  }
  if (slashes < 2) return "Reference name must contain at least three slash-separated components.";
  if (full_name.ends_with('.') || full_name.find("..") != std::string_view::npos ||
      full_name.find("@{") != std::string_view::npos) {
    return bad_format;
  }
  return {};
}

JoinedName::JoinedName(std::string_view directory, std::string_view rest)
    : size_(directory.size() + rest.size()) {
  char* to = buffer_.data();
  if (size_ > buffer_.size()) {
    long_.resize(size_);
    to = long_.data();
  }
  std::ranges::copy(rest, std::ranges::copy(directory, to).out);
}

Names::Kind Names::kind_of(std::string_view full_name) {
  if (full_name.starts_with(branch_directory)) return Kind::branch;
  return full_name.starts_with(tag_directory) ? Kind::tag : Kind::other;
}

NameId Names::find(std::string_view full_name) const {
  return table_.find(digest_of(full_name, name_seed));
}

NameId Names::find(std::string_view directory, std::string_view rest) const {
  return find(JoinedName(directory, rest).view());
}

NameId Names::intern(std::string_view directory, std::string_view rest) {
  return intern(JoinedName(directory, rest).view());
}

NameId Names::intern(std::string_view full_name) {
  const Digest digest = digest_of(full_name, name_seed);
  if (const NameId known = table_.find(digest); known != NameId::none) return known;
  NameId directory = NameId::none;
  const std::string_view above = full_name.substr(0, full_name.rfind('/'));
  // `refs/heads` has too few slashes to be a ref, so it cannot be in anyone's way.
  if (above.find('/') != above.rfind('/')) directory = intern(above);
  return table_.add(digest, Name{std::string(full_name), directory, kind_of(full_name)});
}

}  // namespace regent::fake

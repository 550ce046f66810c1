#include "core/ledger_record.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace regent {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

// ---- Writing ----------------------------------------------------------------------------------

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  Writer& raw(std::string_view text) {
    out_ += text;
    return *this;
  }
  Writer& number(std::uint64_t value) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
    return *this;
  }
  Writer& signed_number(std::int64_t value) {
    if (value < 0) out_ += '-';
    return number(value < 0 ? 0 - static_cast<std::uint64_t>(value)
                            : static_cast<std::uint64_t>(value));
  }
  // Escapes what JSON demands, each in one way only.
  Writer& text(std::string_view value) {
    out_ += '"';
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        out_ += '\\';
        out_ += c;
      } else if (byte < 0x20) {
        out_ += "\\u00";
        out_ += hex_digits[byte >> 4];
        out_ += hex_digits[byte & 0xf];
      } else {
        out_ += c;
      }
    }
    out_ += '"';
    return *this;
  }
  Writer& version(const Version& value) {
    out_ += '"';
    value.append_to(out_);
    out_ += '"';
    return *this;
  }
  Writer& sha(const Sha& value) {
    out_ += '"';
    value.append_hex(out_);
    out_ += '"';
    return *this;
  }
  Writer& fingerprint(std::uint64_t value) {
    out_ += '"';
    for (int shift = 60; shift >= 0; shift -= 4) out_ += hex_digits[value >> shift & 0xf];
    out_ += '"';
    return *this;
  }

 private:
  std::string& out_;
};

void write_time(Writer& out, Time time) { out.signed_number(time.time_since_epoch().count()); }

void write_number(Writer& out, github::PullNumber number) {
  out.number(static_cast<std::uint32_t>(number));
}

void write_proposal(Writer& out, const Proposal& proposal) {
  out.raw(R"(,"proposal":{"version":)").version(proposal.version);
  out.raw(R"(,"branch":)").text(proposal.branch);
  out.raw(R"(,"commit":)").sha(proposal.commit);
  out.raw(R"(,"base":)").sha(proposal.base_sha);
  out.raw(R"(,"content":)").fingerprint(proposal.content);
  if (proposal.pull) {
    out.raw(R"(,"pull":)");
    write_number(out, *proposal.pull);
  }
  if (proposal.claim) {
    out.raw(R"(,"claim":{"holder":)").text(proposal.claim->holder).raw(R"(,"since":)");
    write_time(out, proposal.claim->since);
    out.raw(R"(,"after":)");
    write_number(out, proposal.claim->after);
    out.raw("}");
  }
  out.raw("}");
}

void write_predecessor(Writer& out, const Predecessor& predecessor) {
  out.raw(R"({"version":)").version(predecessor.version);
  out.raw(R"(,"branch":)").text(predecessor.branch);
  out.raw(R"(,"commit":)").sha(predecessor.commit);
  if (predecessor.pull) {
    out.raw(R"(,"pull":)");
    write_number(out, *predecessor.pull);
  }
  out.raw(R"(,"after":)");
  write_number(out, predecessor.after);
  if (predecessor.gone_at) {
    out.raw(R"(,"gone_at":)");
    write_time(out, *predecessor.gone_at);
  }
  out.raw("}");
}

void write_spent(Writer& out, const SpentBranch& spent) {
  out.raw(R"({"version":)").version(spent.version);
  out.raw(R"(,"branch":)").text(spent.branch).raw("}");
}

// A list that is not empty, as a member of the record.
template <typename T>
void write_list(Writer& out, std::string_view key, const std::vector<T>& items,
                void (*write)(Writer&, const T&)) {
  for (const T& item : items) {
    if (&item == items.data()) {
      out.raw(",\"").raw(key).raw("\":[");
    } else {
      out.raw(",");
    }
    write(out, item);
  }
  if (!items.empty()) out.raw("]");
}

// The line for people; a function of the record, so that it cannot disagree with it.
void write_headline(Writer& out, const LedgerRecord& record) {
  out.raw("release-regent: epoch ").number(record.epoch);
  std::string version;
  if (record.proposal) {
    record.proposal->version.append_to(version);
    out.raw(", propose ").raw(version);
  } else if (record.publishing) {
    record.publishing->release.version.append_to(version);
    out.raw(", release ").raw(version);
  }
  out.raw("\n\n");
}

// ---- Reading ----------------------------------------------------------------------------------

// Reads exactly what `Writer` writes. The first fault sticks; later reads return defaults.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool failed() const { return fault_.has_value(); }
  [[nodiscard]] bool at_end() const { return position_ == text_.size(); }
  [[nodiscard]] std::size_t position() const { return position_; }
  [[nodiscard]] LedgerError fault() const { return *fault_; }

  void fail(std::string reason) {
    if (!fault_) fault_ = LedgerError{position_, std::move(reason)};
  }
  // Consumes `literal` if it comes next.
  bool accept(std::string_view literal) {
    if (failed() || !text_.substr(position_).starts_with(literal)) return false;
    position_ += literal.size();
    return true;
  }
  void expect(std::string_view literal) {
    if (!accept(literal)) fail("expected " + std::string(literal));
  }
  void skip_line() {
    const auto end = text_.find('\n', position_);
    if (end == std::string_view::npos) return fail("expected a line");
    position_ = end + 1;
  }
  std::uint64_t number(std::uint64_t max) {
    std::uint64_t value = 0;
    const char* const begin = text_.data() + position_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
    if (failed()) return 0;
    if (error != std::errc{} || value > max || (*begin == '0' && end != begin + 1)) {
      fail("expected a number");
      return 0;
    }
    position_ += static_cast<std::size_t>(end - begin);
    return value;
  }
  std::int64_t signed_number() {
    constexpr std::uint64_t limit = std::uint64_t{1} << 62;
    const bool negative = accept("-");
    const std::uint64_t magnitude = number(limit);
    if (negative && magnitude == 0) fail("expected a number");
    return negative ? -static_cast<std::int64_t>(magnitude) : static_cast<std::int64_t>(magnitude);
  }
  std::string text() {
    std::string out;
    expect("\"");
    while (!failed()) {
      if (at_end()) {
        fail("the text does not end");
        break;
      }
      const std::size_t begin = position_;
      while (!at_end() && is_plain(text_[position_])) ++position_;
      out += text_.substr(begin, position_ - begin);
      if (at_end()) continue;
      const char c = text_[position_];
      if (static_cast<unsigned char>(c) < 0x20) {
        fail("a control character must be escaped");
        break;
      }
      ++position_;
      if (c == '"') break;
      out += escaped();
    }
    return out;
  }
  Version version() {
    const std::size_t begin = position_;
    auto parsed = Version::parse(plain());
    if (failed()) return {};
    if (parsed) return std::move(*parsed);
    position_ = begin + 1 + parsed.error().position;
    fail("not a version: " + parsed.error().reason);
    return {};
  }
  Sha sha() {
    const std::string_view digits = plain();
    const auto parsed = Sha::parse(digits);
    if (failed()) return {};
    if (!parsed || has_upper(digits)) fail("expected an object id");
    return parsed.value_or(Sha{});
  }
  std::uint64_t fingerprint() {
    const std::string_view digits = plain();
    std::uint64_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (failed()) return 0;
    if (error != std::errc{} || digits.size() != 16 || end != digits.data() + digits.size() ||
        has_upper(digits))
      fail("expected a fingerprint");
    return value;
  }

 private:
  static bool is_plain(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
  }
  static bool has_upper(std::string_view digits) {
    return std::ranges::any_of(digits, [](char c) { return c >= 'A' && c <= 'F'; });
  }
  // A text without escapes, as a view.
  std::string_view plain() {
    expect("\"");
    if (failed()) return {};
    const auto end = text_.find('"', position_);
    if (end == std::string_view::npos) {
      fail("the text does not end");
      return {};
    }
    const auto found = text_.substr(position_, end - position_);
    position_ = end + 1;
    return found;
  }
  std::string escaped() {
    if (accept("\"")) return "\"";
    if (accept("\\")) return "\\";
    if (accept("u00") && position_ + 2 <= text_.size()) {
      const auto high = hex_digits.find(text_[position_]);
      const auto low = hex_digits.find(text_[position_ + 1]);
      if (high < 2 && low != std::string_view::npos) {
        position_ += 2;
        return std::string(1, static_cast<char>(high << 4 | low));
      }
    }
    fail("unknown escape");
    return {};
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::optional<LedgerError> fault_;
};

Time read_time(Reader& in) { return Time(Duration(in.signed_number())); }

github::PullNumber read_number(Reader& in) {
  return github::PullNumber{static_cast<std::uint32_t>(in.number(UINT32_MAX))};
}

Proposal read_proposal(Reader& in) {
  Proposal proposal;
  in.expect(R"("version":)");
  proposal.version = in.version();
  in.expect(R"(,"branch":)");
  proposal.branch = in.text();
  in.expect(R"(,"commit":)");
  proposal.commit = in.sha();
  in.expect(R"(,"base":)");
  proposal.base_sha = in.sha();
  in.expect(R"(,"content":)");
  proposal.content = in.fingerprint();
  if (in.accept(R"(,"pull":)")) proposal.pull = read_number(in);
  if (in.accept(R"(,"claim":{"holder":)")) {
    Claim claim;
    claim.holder = in.text();
    in.expect(R"(,"since":)");
    claim.since = read_time(in);
    in.expect(R"(,"after":)");
    claim.after = read_number(in);
    in.expect("}");
    proposal.claim = std::move(claim);
  }
  in.expect("}");
  return proposal;
}

Predecessor read_predecessor(Reader& in) {
  Predecessor predecessor;
  in.expect(R"({"version":)");
  predecessor.version = in.version();
  in.expect(R"(,"branch":)");
  predecessor.branch = in.text();
  in.expect(R"(,"commit":)");
  predecessor.commit = in.sha();
  if (in.accept(R"(,"pull":)")) predecessor.pull = read_number(in);
  in.expect(R"(,"after":)");
  predecessor.after = read_number(in);
  if (in.accept(R"(,"gone_at":)")) predecessor.gone_at = read_time(in);
  in.expect("}");
  return predecessor;
}

SpentBranch read_spent(Reader& in) {
  SpentBranch spent;
  in.expect(R"({"version":)");
  spent.version = in.version();
  in.expect(R"(,"branch":)");
  spent.branch = in.text();
  in.expect("}");
  return spent;
}

LedgerRecord read_record(Reader& in) {
  LedgerRecord record;
  in.expect(R"({"schema":1,"epoch":)");
  record.epoch = in.number(UINT64_MAX);
  if (in.accept(R"(,"last":{"version":)")) {
    record.last.emplace().version = in.version();
    in.expect(R"(,"commit":)");
    record.last->commit = in.sha();
    in.expect("}");
  }
  if (in.accept(R"(,"proposal":{)")) record.proposal = read_proposal(in);
  if (in.accept(R"(,"predecessors":[)")) {
    do {
      record.predecessors.push_back(read_predecessor(in));
    } while (in.accept(","));
    in.expect("]");
  }
  if (in.accept(R"(,"spent":[)")) {
    do {
      record.spent.push_back(read_spent(in));
    } while (in.accept(","));
    in.expect("]");
  }
  if (in.accept(R"(,"after":)")) {
    record.after = read_number(in);
    if (record.after == github::PullNumber{}) in.fail("0 is left out");
  }
  if (in.accept(R"(,"idle_base":)")) record.idle_base = in.sha();
  if (in.accept(R"(,"publishing":{"version":)")) {
    Publishing& publishing = record.publishing.emplace();
    publishing.release.version = in.version();
    in.expect(R"(,"commit":)");
    publishing.release.commit = in.sha();
    in.expect(R"(,"previous":)");
    publishing.previous = in.sha();
    in.expect("}");
  }
  in.expect("}\n");
  return record;
}

}  // namespace

std::string ledger_ref(std::string_view base) {
  std::string ref = "refs/release-regent/";
  ref += base;
  return ref;
}

std::string encode(const LedgerRecord& record) {
  std::string message;
  message.reserve(640);
  Writer out(message);
  write_headline(out, record);
  out.raw(R"({"schema":1,"epoch":)").number(record.epoch);
  if (record.last) {
    out.raw(R"(,"last":{"version":)").version(record.last->version);
    out.raw(R"(,"commit":)").sha(record.last->commit).raw("}");
  }
  if (record.proposal) write_proposal(out, *record.proposal);
  write_list(out, "predecessors", record.predecessors, write_predecessor);
  write_list(out, "spent", record.spent, write_spent);
  if (record.after != github::PullNumber{}) {
    out.raw(R"(,"after":)");
    write_number(out, record.after);
  }
  if (record.idle_base) out.raw(R"(,"idle_base":)").sha(*record.idle_base);
  if (record.publishing) {
    out.raw(R"(,"publishing":{"version":)").version(record.publishing->release.version);
    out.raw(R"(,"commit":)").sha(record.publishing->release.commit);
    out.raw(R"(,"previous":)").sha(record.publishing->previous).raw("}");
  }
  out.raw("}\n");
  return message;
}

std::expected<LedgerRecord, LedgerError> decode(std::string_view message) {
  Reader in(message);
  in.skip_line();
  in.expect("\n");
  LedgerRecord record = in.failed() ? LedgerRecord{} : read_record(in);
  if (!in.failed() && !in.at_end()) in.fail("nothing may follow the record");
  if (in.failed()) return std::unexpected(in.fault());
  std::string headline;
  Writer out(headline);
  write_headline(out, record);
  if (!message.starts_with(headline))
    return std::unexpected(LedgerError{0, "the first line does not belong to the record"});
  return record;
}

}  // namespace regent

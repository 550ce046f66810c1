#include "fakes/github/server/answer_text.h"

#include <ctime>
#include <nlohmann/json.hpp>

namespace regent::fake::server {
namespace {

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Entity";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

// The second that `date_text` was made for, and it: most answers share it.
struct CachedDate {
  std::time_t second = -1;
  std::string text;
};

const std::string& date_text() {
  static thread_local CachedDate cached;
  const std::time_t now = std::time(nullptr);
  if (now != cached.second) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[40];
    const std::size_t length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    cached = {now, std::string(text, length)};
  }
  return cached.text;
}

// `E1A2:1B2C3:4D5E6F:…`: unique while the server runs, and formed like GitHub's.
std::string next_request_id() {
  static thread_local std::uint32_t count = 0;
  ++count;
  char text[48];
  const int length = std::snprintf(text, sizeof text, "%04X:%05X:%06X:%06X:%08X",
                                   0xE000U | (count & 0xFFFU), 0x10000U + (count >> 12U),
                                   count * 7U % 0xFFFFFFU, count * 31U % 0xFFFFFFU, count);
  return std::string(text, static_cast<std::size_t>(length));
}

// A line break in a value would begin another header.
void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  for (const char c : value) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  out += "\r\n";
}

bool has_no_body(int status) { return status == 204 || status == 304 || status / 100 == 1; }

}  // namespace

std::string head_text(const site::HttpResponse& response, AnswerForm form) {
  std::string head;
  head.reserve(1024);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(reason_phrase(response.status)).append("\r\n");
  bool has_date = false;  // the site's clock is GitHub's
  bool has_server = false;
  bool has_id = false;
  for (const site::Header& header : response.headers) {
    has_date = has_date || site::is_same_name(header.name, "Date");
    has_server = has_server || site::is_same_name(header.name, "Server");
    has_id = has_id || site::is_same_name(header.name, "X-GitHub-Request-Id");
    append_header(head, header.name, header.value);
  }
  if (!has_date) append_header(head, "Date", date_text());
  if (!has_server) append_header(head, "Server", "github.com");
  if (!has_id) append_header(head, "X-GitHub-Request-Id", next_request_id());
  if (form.has_length && !has_no_body(response.status))
    append_header(head, "Content-Length", std::to_string(response.body.size()));
  if (!form.keeps_alive) append_header(head, "Connection", "close");
  return head += "\r\n";
}

site::HttpResponse plain_refusal(int status, std::string_view message) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json; charset=utf-8"}},
          .body = "{\"message\":" + json_string(message) + "}"};
}

std::string origin_form(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const std::size_t slash = target.find_first_of("/?", scheme.size());
    if (slash == std::string_view::npos) return "/";
    return (target[slash] == '?' ? "/" : "") + std::string(target.substr(slash));
  }
  return std::string(target);
}

std::string json_string(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace regent::fake::server

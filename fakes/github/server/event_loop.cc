#include "fakes/github/server/event_loop.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <charconv>
#include <csignal>
#include <utility>

namespace regent::fake::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

struct EventLoop::Parts {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  asio::signal_set signals{context};
};

EventLoop::EventLoop() : parts_(std::make_unique<Parts>()) {}
EventLoop::~EventLoop() = default;

asio::io_context& EventLoop::context() { return parts_->context; }
void EventLoop::run() { parts_->context.run(); }
void EventLoop::stop() { parts_->context.stop(); }
void EventLoop::post(std::function<void()> task) { asio::post(parts_->context, std::move(task)); }

void EventLoop::after(Duration delay, std::function<void()> task) {
  auto timer = std::make_unique<asio::steady_timer>(parts_->context, delay);
  asio::steady_timer& started = *timer;
  started.async_wait([timer = std::move(timer), task = std::move(task)](error_code error) {
    if (!error) task();
  });
}

void EventLoop::stop_on_signals() {
  parts_->signals.add(SIGINT);
  parts_->signals.add(SIGTERM);
  parts_->signals.async_wait([this](error_code error, int) {
    if (!error) stop();
  });
}

std::expected<HttpUrl, std::string> parse_http_url(std::string_view text) {
  constexpr std::string_view scheme = "http://";
  if (!text.starts_with(scheme)) return std::unexpected("must begin with http://");
  for (const char c : text)
    if (c <= ' ' || c == '\x7f') return std::unexpected("holds a blank or a control character");
  text.remove_prefix(scheme.size());
  HttpUrl url;
  const std::size_t slash = text.find_first_of("/?");
  if (slash != std::string_view::npos) url.target = text.substr(slash, text.find('#') - slash);
  if (url.target.starts_with('?')) url.target.insert(0, "/");
  const std::string_view authority = text.substr(0, slash);
  if (authority.find('@') != std::string_view::npos) return std::unexpected("holds a user name");
  const std::size_t colon = authority.rfind(':');
  url.host = authority.substr(0, colon);
  if (colon != std::string_view::npos) {
    const std::string_view port = authority.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (error != std::errc{} || end != port.data() + port.size() || url.port == 0)
      return std::unexpected("its port is not a number from 1 to 65535");
  }
  if (url.host.empty()) return std::unexpected("names no host");
  return url;
}

namespace {

// One POST on its way; lives as long as one of its callbacks is waited for.
class Post : public std::enable_shared_from_this<Post> {
 public:
  Post(asio::io_context& context, std::function<void(int)> done)
      : resolver_(context), stream_(context), done_(std::move(done)) {}

  void start(const HttpUrl& url, const std::vector<site::Header>& headers, const std::string& body,
             Duration timeout) {
    request_.method(http::verb::post);
    request_.version(11);
    request_.target(url.target);
    request_.set(http::field::host, url.host + ":" + std::to_string(url.port));
    for (const site::Header& header : headers) request_.set(header.name, header.value);
    request_.body() = body;
    request_.keep_alive(false);
    request_.prepare_payload();
    parser_.body_limit(answer_bytes_max);
    // One deadline for all of it, as GitHub measures.
    stream_.expires_after(timeout);
    resolver_.async_resolve(url.host, std::to_string(url.port),
                            [self = shared_from_this()](error_code error, auto found) {
                              error ? self->finish(0) : self->connect(found);
                            });
  }

 private:
  static constexpr std::uint64_t answer_bytes_max = 1 << 20;

  void connect(const asio::ip::tcp::resolver::results_type& found) {
    stream_.async_connect(found, [self = shared_from_this()](error_code error, const auto&) {
      error ? self->finish(0) : self->write();
    });
  }
  void write() {
    http::async_write(stream_, request_,
                      [self = shared_from_this()](error_code error, std::size_t) {
                        error ? self->finish(0) : self->read();
                      });
  }
  void read() {
    http::async_read_header(stream_, buffer_, parser_,
                            [self = shared_from_this()](error_code error, std::size_t) {
                              self->finish(error ? 0 : self->parser_.get().result_int());
                            });
  }
  void finish(unsigned status) {
    error_code ignored;
    stream_.socket().close(ignored);
    std::exchange(done_, [](int) {})(static_cast<int>(status));
  }

  asio::ip::tcp::resolver resolver_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response_parser<http::string_body> parser_;
  std::function<void(int)> done_;
};

}  // namespace

void post_http(EventLoop& loop, const HttpUrl& url, const std::vector<site::Header>& headers,
               const std::string& body, Duration timeout, std::function<void(int status)> done) {
  std::make_shared<Post>(loop.context(), std::move(done))->start(url, headers, body, timeout);
}

}  // namespace regent::fake::server

#include "fakes/github/server/listener.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <map>
#include <optional>
#include <utility>

#include "fakes/github/server/answer_text.h"

namespace regent::fake::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto idle_max = std::chrono::seconds(75);
constexpr auto transfer_max = std::chrono::seconds(60);  // of one request or answer
constexpr auto linger_max = std::chrono::seconds(2);
constexpr std::size_t stream_backlog_bytes_max = 1 << 20;
constexpr std::size_t read_bytes = 16 << 10;

class Connection;
// By order of arrival.
using Connections = std::map<std::uint64_t, std::weak_ptr<Connection>>;

class Connection final : public Client, public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, const OnRequest& on_request)
      : socket_(std::move(socket)), on_request_(on_request) {}

  void start() { parse(); }
  [[nodiscard]] bool is_overdue(Clock::time_point now) const { return now > deadline_; }
  void close() {
    error_code ignored;
    socket_.close(ignored);
  }

  void answer(site::HttpResponse response) override {
    head_ = head_text(response, {.keeps_alive = keeps_alive_});
    body_ = method_ == "HEAD" ? std::string() : std::move(response.body);
    write([](Connection& self) { self.keeps_alive_ ? self.parse() : self.linger(); });
  }

  void answer_truncated(site::HttpResponse response) override {
    head_ = head_text(response, {.keeps_alive = keeps_alive_});
    body_ = response.body.substr(0, response.body.size() / 2);
    if (body_.empty()) head_.resize(head_.size() / 2);
    write([](Connection& self) { self.close(); });
  }

  void hang_up() override { close(); }

  void begin_stream(site::HttpResponse response) override {
    push(head_text(response, {.keeps_alive = false, .has_length = false}));
    discard();
  }

  bool push(std::string_view text) override {
    if (!socket_.is_open()) return false;
    if (waiting_.size() + text.size() > stream_backlog_bytes_max) return close(), false;
    waiting_ += text;
    if (!is_writing_ && !waiting_.empty()) write_waiting();
    return true;
  }

 private:
  using Next = void (*)(Connection&);

  void wait_until(Clock::duration from_now) { deadline_ = Clock::now() + from_now; }
  void wait_forever() { deadline_ = Clock::time_point::max(); }

  // Reads on until one request is complete or refused.
  void parse() {
    error_code error = http::error::need_more;
    if (!parser_) begin_request();
    while (buffer_.size() > 0) {
      const std::size_t used = parser_->put(buffer_.data(), error);
      buffer_.consume(used);
      if (error || parser_->is_done() || used == 0) break;
    }
    if (error && error != http::error::need_more) return refuse(error);
    if (parser_->is_done()) return dispatch();
    wants_continue() ? send_continue() : read();
  }

  void begin_request() {
    parser_.emplace();
    parser_->eager(true);
    parser_->header_limit(header_bytes_max);
    parser_->body_limit(body_bytes_max);
    told_to_continue_ = false;
    skip_blank_lines();
    wait_until(buffer_.size() > 0 ? transfer_max : idle_max);
  }

  // A server should ignore empty lines before a request (RFC 9112 §2.2).
  void skip_blank_lines() {
    const std::string_view text(static_cast<const char*>(buffer_.data().data()), buffer_.size());
    const std::size_t begin = text.find_first_not_of("\r\n");
    buffer_.consume(begin == std::string_view::npos ? buffer_.size() : begin);
  }

  void read() {
    socket_.async_read_some(buffer_.prepare(read_bytes), [self = shared_from_this()](
                                                             error_code error, std::size_t count) {
      if (error) return self->close();
      const bool begins = self->buffer_.size() == 0 && !self->parser_->got_some();
      self->buffer_.commit(count);
      if (begins) self->begin_request();
      self->parse();
    });
  }

  bool wants_continue() const {
    return parser_->is_header_done() && !told_to_continue_ &&
           beast::iequals(parser_->get()[http::field::expect], "100-continue");
  }
  void send_continue() {
    told_to_continue_ = true;
    head_ = "HTTP/1.1 100 Continue\r\n\r\n";
    body_.clear();
    write([](Connection& self) { self.read(); });
  }

  void dispatch() {
    wait_forever();
    auto message = parser_->release();
    parser_.reset();
    keeps_alive_ = message.keep_alive();
    site::HttpRequest request;
    method_ = message.method_string();
    request.method = method_;
    request.target = origin_form(std::string_view(message.target()));
    for (const auto& field : message)
      request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    request.body = std::move(message.body());
    if (message.version() >= 11 && message.count(http::field::host) != 1)
      return refuse_with(400, "Bad Request: exactly one Host header is needed");
    on_request_(std::move(request), shared_from_this());
  }

  void refuse(error_code error) {
    if (error == http::error::body_limit) return refuse_with(413, "Payload Too Large");
    if (error == http::error::header_limit)
      return refuse_with(431, "Request Header Fields Too Large");
    if (error == http::error::bad_version) return refuse_with(505, "HTTP Version Not Supported");
    refuse_with(400, "Bad Request: " + error.message());
  }
  void refuse_with(int status, const std::string& message) {
    keeps_alive_ = false;
    method_.clear();
    answer(plain_refusal(status, message));
  }

  void write(Next next) {
    wait_until(transfer_max);
    const std::array<asio::const_buffer, 2> parts = {asio::buffer(head_), asio::buffer(body_)};
    asio::async_write(socket_, parts,
                      [self = shared_from_this(), next](error_code error, std::size_t) {
                        error ? self->close() : next(*self);
                      });
  }

  void write_waiting() {
    is_writing_ = true;
    body_ = std::exchange(waiting_, {});
    asio::async_write(socket_, asio::buffer(body_),
                      [self = shared_from_this()](error_code error, std::size_t) {
                        self->is_writing_ = false;
                        if (error) return self->close();
                        if (!self->waiting_.empty()) self->write_waiting();
                      });
  }

  // Closing at once while the client still sends would reset the connection, and the answer could
  // be lost with it (RFC 9112 §9.6).
  void linger() {
    wait_until(linger_max);
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    discard();
  }
  void discard() {
    buffer_.clear();
    socket_.async_read_some(buffer_.prepare(read_bytes),
                            [self = shared_from_this()](error_code error, std::size_t) {
                              error ? self->close() : self->discard();
                            });
  }

  tcp::socket socket_;
  const OnRequest& on_request_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Clock::time_point deadline_ = Clock::time_point::max();
  std::string method_;
  std::string head_;
  std::string body_;
  std::string waiting_;  // of a stream, not yet given to the socket
  bool keeps_alive_ = false;
  bool told_to_continue_ = false;
  bool is_writing_ = false;
};

}  // namespace

class Listener::Parts : public std::enable_shared_from_this<Parts> {
 public:
  explicit Parts(EventLoop& loop) : loop_(loop), acceptor_(loop.context()) {}

  void bind(const tcp::endpoint& endpoint) {
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen(backlog);
  }
  [[nodiscard]] tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

  void start(OnRequest on_request) {
    on_request_ = std::move(on_request);
    accept();
    sweep();
  }
  void close() {
    error_code ignored;
    acceptor_.close(ignored);
    for (const auto& [number, connection] : connections_)
      if (const auto open = connection.lock()) open->close();
  }

 private:
  static constexpr int backlog = 4096;
  static constexpr auto pause_without_descriptors = std::chrono::milliseconds(50);

  void accept() {
    acceptor_.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (error) return self->accept_later();
      self->serve(std::move(socket));
      self->accept();
    });
  }
  // Out of descriptors, most likely: trying again at once would spin.
  void accept_later() {
    loop_.after(pause_without_descriptors, [self = shared_from_this()] {
      if (self->acceptor_.is_open()) self->accept();
    });
  }
  void serve(tcp::socket socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const auto connection = std::make_shared<Connection>(std::move(socket), on_request_);
    connections_.emplace(++accepted_, connection);
    connection->start();
  }

  // One look at all deadlines a second is cheaper than a timer for every read and write.
  void sweep() {
    const auto now = Clock::now();
    std::erase_if(connections_, [&](const auto& entry) {
      const auto connection = entry.second.lock();
      if (connection && connection->is_overdue(now)) connection->close();
      return !connection;
    });
    loop_.after(std::chrono::seconds(1), [self = shared_from_this()] {
      if (self->acceptor_.is_open()) self->sweep();
    });
  }

  EventLoop& loop_;
  tcp::acceptor acceptor_;
  OnRequest on_request_;
  Connections connections_;
  std::uint64_t accepted_ = 0;
};

Listener::Listener(std::shared_ptr<Parts> parts) : parts_(std::move(parts)) {}
Listener::~Listener() { parts_->close(); }

std::expected<std::unique_ptr<Listener>, std::string> Listener::open(EventLoop& loop,
                                                                     const std::string& address,
                                                                     std::uint16_t port) {
  error_code error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) return std::unexpected("is not an IP address");
  auto parts = std::make_shared<Parts>(loop);
  try {
    parts->bind({ip, port});
  } catch (const boost::system::system_error& failed) {
    return std::unexpected("cannot be listened on: " + failed.code().message());
  }
  return std::unique_ptr<Listener>(new Listener(std::move(parts)));
}

std::string Listener::url() const {
  const tcp::endpoint at = parts_->endpoint();
  const std::string host = at.address().to_string();
  return "http://" + (at.address().is_v6() ? "[" + host + "]" : host) + ":" +
         std::to_string(at.port());
}

void Listener::start(OnRequest on_request) { parts_->start(std::move(on_request)); }

}  // namespace regent::fake::server

#include "fakes/github/graphql/context.h"

#include <chrono>

namespace regent::fake::graphql {
namespace {

std::string two_digits(unsigned number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

bool Context::lags(std::uint8_t part) const {
  const Circumstances& all = session_.circumstances;
  return (all.stale_parts & part) != 0 &&
         (all.staleness > Duration::zero() || all.changes_behind > 0);
}

Circumstances Context::circumstances(bool lagging) const {
  Circumstances circumstances = session_.circumstances;
  circumstances.failure.reset();
  circumstances.stale_parts = part::all;
  if (lagging) return circumstances;
  circumstances.staleness = Duration::zero();
  circumstances.changes_behind = 0;
  return circumstances;
}

github::Response Context::read(Repository& repository, const github::Request& request,
                               std::uint8_t part) const {
  return repository.handle(request, circumstances(lags(part)));
}

github::Response Context::send(Repository& repository, const github::Request& request) const {
  return repository.handle(request, circumstances(false));
}

github::Response Context::send(Repository& repository, const SiteRequest& request) const {
  return repository.handle(request, circumstances(false));
}

std::optional<Sha> Context::ref(Repository& repository, std::string_view full_name,
                                std::uint8_t part) const {
  const github::Response response = read(repository, github::GetRef{std::string(full_name)}, part);
  const github::Ref* ref = response.as<github::Ref>();
  return ref == nullptr ? std::nullopt : std::optional(ref->target);
}

std::string full_name(const Repository& repository) {
  return std::string(repository.owner()) + '/' + std::string(repository.name());
}

std::string to_date_time(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time) - day);
  std::string year = std::to_string(static_cast<int>(date.year()));
  if (year.size() < 4) year.insert(0, 4 - year.size(), '0');
  return year + '-' + two_digits(static_cast<unsigned>(date.month())) + '-' +
         two_digits(static_cast<unsigned>(date.day())) + 'T' +
         two_digits(static_cast<unsigned>(clock.hours().count())) + ':' +
         two_digits(static_cast<unsigned>(clock.minutes().count())) + ':' +
         two_digits(static_cast<unsigned>(clock.seconds().count())) + 'Z';
}

Fault to_fault(const github::ApiError& error) {
  if (error.errors.empty()) {
    return Fault(error.message == "Not Found" ? "NOT_FOUND"
                 : error.graphql_type.empty() ? "UNPROCESSABLE"
                                              : error.graphql_type,
                 error.message);
  }
  std::string message;
  for (const github::ApiError::Item& item : error.errors) {
    if (!message.empty()) message += ", ";
    message += item.message.empty() ? item.field + " is " + item.code : item.message;
  }
  return Fault("UNPROCESSABLE", message);
}

}  // namespace regent::fake::graphql

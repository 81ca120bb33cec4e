#include "formats/links/json_reader.hpp"

#include <algorithm>

#include "formats/text.hpp"

namespace waybill::formats::links {

using json::token;

void json_reader::begin() { tokens_ = std::make_unique<json::token_reader>(open_text()); }

auto json_reader::broken() -> step {
  is_over_ = true;
  if (tokens_->source_error() != 0) {
    why_ = source_fault(tokens_->source_error());
  } else {
    const auto& fault = tokens_->why();
    why_ = {"invalid_json", fault.message, fault.at.offset, fault.at.line, fault.at.column};
  }
  return step::broken;
}

auto json_reader::other(std::string_view message) -> step {
  // Where it is no JSON at all, that is what there is to say.
  for (auto one = tokens_->next(); one != token::end; one = tokens_->next())
    if (one == token::broken) return broken();
  is_over_ = true;
  why_ = {"unknown_format", std::string(message)};
  return step::broken;
}

auto json_reader::finish() -> step {
  for (;;) {
    const auto one = tokens_->next();
    if (one == token::broken) return broken();
    if (one == token::end) break;
  }
  is_over_ = true;
  return step::end;
}

auto json_reader::take_value(token first) -> bool {
  if (begins(first)) return tokens_->capture(raw_, file_.item_bytes);
  raw_ = tokens_->text();
  raw_.reserve(raw_.size() + 64);
  return !raw_.empty();
}

void json_reader::skip_value(token first) {
  if (begins(first)) tokens_->skip();
}

auto json_reader::take_item(token first, link& into) -> bool {
  if (!take_value(first)) {
    into.fault = "record_too_large";
    return false;
  }
  if (first == token::begin_object && item_.read(raw_)) return true;
  into.fault = "not_a_bookmark";
  return false;
}

auto json_reader::done(link& into) -> step {
  // A file that is read again begins anew, and its links do not.
  into.end = end_ = std::max(end_, tokens_->offset());
  if (into.fault.empty() && text::is_blank(into.url)) into.fault = "url_missing";
  return step::link;
}

}  // namespace waybill::formats::links

// What most handlers do: read a page's limits, write JSON.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "http/context.hpp"
#include "http/exchange.hpp"
#include "http/shapes.hpp"
#include "projections/views.hpp"

namespace waybill::http {

/// 1..100, 20 when absent. Errors: bad_value.
auto limit_of(const request& call) -> result<std::size_t>;
auto cursor_of(const request& call) -> std::string;
/// The parameters status, kind, limit and cursor. Errors: bad_value.
auto import_filter_of(const request& call) -> result<import_filter>;
/// The parameter `outcome`. Errors: bad_value.
auto outcome_filter_of(const request& call) -> result<std::optional<outcome>>;

auto json_answer(int status, std::string text) -> answer;
auto nothing_to_say() -> answer;  ///< 204

/// An answer that holds one object, written by `fill(json_text&)`.
template <class Fill>
auto object_answer(int status, Fill fill) -> answer {
  std::string text;
  json_text to{text};
  to.begin_object();
  fill(to);
  to.end_object();
  return json_answer(status, std::move(text));
}

/// `{items, next_cursor}`; `more` is what `write` wants beside each item.
template <class T, class... More>
auto page_answer(const page<T>& from, const More&... more) -> answer {
  return object_answer(200, [&](json_text& to) {
    to.key("items").begin_list();
    for (const auto& one : from.items) write(to, one, more...);
    to.end_list().key("next_cursor");
    if (from.next_cursor.empty()) {
      to.null();
    } else {
      to.value(from.next_cursor);
    }
  });
}

/// An answer that waits for passwords to be hashed, and no thread with it: `begin` asks for that, `make`
/// makes the answer of what came. Neither may refer to the request: it is gone by then.
template <class T, class Begin, class Make>
auto once_hashed(Begin begin, Make make) -> answer {
  answer out;
  out.later = [begin = std::move(begin), make = std::move(make)](const late_answer_taker& take) {
    begin([take, make](std::function<result<T>()> rest) {
      take([make, rest = std::move(rest)]() -> result<answer> {
        auto came = rest();
        if (!came) return std::move(came).why();
        return make(*came);
      });
    });
  };
  return out;
}

/// A page of an owner's imports, for who may see them.
auto imports_of(const context& asks, const owner_id& owner, const import_filter& filter) -> result<answer>;

/// One import. With `call`, who asks is also told what only they may be told.
auto import_answer(const context& asks, int status, const import_row& row, const request* call = nullptr)
    -> answer;

/// Says in the journal why a long answer ends before its end: its head, with the status, is gone already.
void broke_off(std::string_view what, const error& why);

}  // namespace waybill::http

// How a row of the route table is written. Internal to the files that hold rows.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "http/routes.hpp"

namespace waybill::http::route_lines {

inline constexpr std::string_view text = R"({"type":"string"})";

inline constexpr query_words limit{"limit", "How many at most.",
                                   R"({"type":"integer","minimum":1,"maximum":100,"default":20})"};
inline constexpr query_words cursor{"cursor", "`next_cursor` of the page before.", text};
inline constexpr query_words status_filter{"status", "Only those in this status.", text};
inline constexpr query_words project_filter{"project", "Those of this project, instead of one's own.", text};
inline constexpr query_words kind_filter{"kind", "Only those of this kind.", text};

/// A line of the table: what is not said is as it usually is.
struct line {
  route says;
  auto by_anybody() && -> line {
    says.who = access::anybody;
    return std::move(*this);
  }
  auto by_admin() && -> line {
    says.who = access::admin;
    return std::move(*this);
  }
  auto asks(std::vector<query_words> words) && -> line {
    says.query = std::move(words);
    return std::move(*this);
  }
  auto takes(std::string_view schema, body_kind kind = body_kind::json) && -> line {
    says.body = kind;
    says.body_schema = schema;
    return std::move(*this);
  }
  auto or_takes(std::string_view json_schema) && -> line {
    says.body = body_kind::form_or_json;
    says.json_schema = json_schema;
    return std::move(*this);
  }
  auto may_answer(std::vector<int> faults) && -> line {
    says.faults = std::move(faults);
    return std::move(*this);
  }
  auto once() && -> line {
    says.once = true;
    return std::move(*this);
  }
  auto lasts() && -> line {
    says.long_transfer = true;
    return std::move(*this);
  }
  auto streams() && -> line {
    says.stays_open = true;
    return std::move(*this);
  }
  auto may_be_over() && -> line {
    says.may_be_over = true;
    return std::move(*this);
  }
  auto of_pages() && -> line {
    says.page = true;
    return std::move(*this).by_anybody();
  }
  auto of_service() && -> line {
    says.where = listener_kind::service;
    return std::move(*this).by_anybody();
  }
};

inline auto on(std::string_view method, std::string_view pattern, handler act, std::string_view id,
               int success, std::string_view answers, std::string_view summary) -> line {
  return {{method, pattern, access::signed_in, act, id, summary, success, answers}};
}
inline auto get(std::string_view pattern, handler act, std::string_view id, std::string_view answers,
                std::string_view summary) -> line {
  return on("GET", pattern, act, id, 200, answers, summary);
}
inline auto post(std::string_view pattern, handler act, std::string_view id, int success,
                 std::string_view answers, std::string_view summary) -> line {
  return on("POST", pattern, act, id, success, answers, summary);
}
inline auto change(std::string_view pattern, handler act, std::string_view id, std::string_view answers,
                   std::string_view summary) -> line {
  return on("PATCH", pattern, act, id, 200, answers, summary);
}
inline auto remove(std::string_view pattern, handler act, std::string_view id, std::string_view summary)
    -> line {
  return on("DELETE", pattern, act, id, 204, "", summary);
}

}  // namespace waybill::http::route_lines

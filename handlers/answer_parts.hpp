// What is wanted of an answer, taken out of its JSON as it is read: however many values it has, only these
// are held. Internal to the room.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::handlers {

/// Members of one row's answer; of those that stand there twice the last one counts.
struct answer_parts {
  enum class member : std::uint8_t { absent, fine, wrong };
  struct text {
    member is = member::absent;  ///< wrong: it is no text; null is as if it were not there
    std::string value;           ///< cut
  };
  bool is_object = false;
  member has_ok = member::absent;
  bool ok = false;
  text outcome, error, field;
  member result = member::absent;
  std::vector<std::string> results;        ///< of each wanted column, cut; none: there is no result
  std::optional<std::uint64_t> row_index;  ///< 0: it is no number of a row
  std::optional<std::uint64_t> batch;      ///< the number of one
  bool wants_batches = false;              ///< `"batch": true`
  bool has_answers = false;
};

struct batch_parts {
  bool is_object = false;
  std::optional<std::uint64_t> batch;
  bool has_list = false;
  std::size_t answers = 0;  ///< in the list
};

/// Texts are cut between characters. Any thread.
auto cut(std::string_view text, std::size_t most) -> std::string;

/// Of an answer to one row. Nothing: it is no JSON, or too deep.
auto parts_of(std::string_view text, std::span<const std::string> result_columns)
    -> std::optional<answer_parts>;

/// Of an answer to a batch. `each` gets those of its list with their places, from 0; after a second list
/// begins, from 0 again.
auto parts_of_batch(std::string_view text, std::span<const std::string> result_columns,
                    const std::function<void(std::size_t, answer_parts)>& each) -> std::optional<batch_parts>;

}  // namespace waybill::handlers

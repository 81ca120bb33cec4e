// Which delimiter parts the rows of a table.
#include <algorithm>
#include <array>
#include <map>

#include "formats/csv/sample.hpp"
#include "formats/text.hpp"

namespace waybill::formats::csv {
namespace {

constexpr std::array delimiters{'\t', ',', ';', '|'};

/// How the rows look with one delimiter. In front there may be titles, which are not parted.
class parted {
 public:
  explicit parted(std::vector<sampled_row> rows) : rows_(std::move(rows)) {
    const auto first =
        std::find_if(rows_.begin(), rows_.end(), [](const auto& row) { return row.size() > 1; });
    titles_ = static_cast<std::size_t>(first - rows_.begin());
    rows_.erase(rows_.begin(), first);
    std::map<std::size_t, std::size_t> widths;
    for (const auto& row : rows_) ++widths[row.size()];
    for (const auto& [width, count] : widths)
      if (width > 1 && count >= even_) {
        even_ = count;
        width_ = width;
      }
    // What is not parted most of the time is text with such characters in it.
    if (const auto one = widths.find(1); one != widths.end() && one->second >= even_) even_ = 0;
  }

  [[nodiscard]] auto even() const -> std::size_t { return even_; }
  [[nodiscard]] auto rows() const -> std::size_t { return rows_.size(); }

  /// From 0 to 1.
  [[nodiscard]] auto score() const -> double {
    if (even_ == 0) return 0;
    std::size_t cells = 0;
    std::size_t sensible = 0;
    for (const auto& row : rows_) {
      cells += row.size();
      sensible += static_cast<std::size_t>(std::count_if(row.begin(), row.end(), makes_sense));
    }
    const auto share = [](std::size_t part, std::size_t all) {
      return static_cast<double>(part) / static_cast<double>(all);
    };
    const auto weight = share(even_, rows_.size()) * share(sensible, cells) * share(width_ - 1, width_);
    return weight * (2 - share(titles_, titles_ + rows_.size())) / 2;
  }

 private:
  /// No other delimiter seems to stand in it.
  static auto makes_sense(const std::string& cell) -> bool {
    const auto what = content_of(cell);
    if (what != content::text) return true;
    if (cell.find_first_of(";|\t") != std::string::npos) return false;
    for (auto at = cell.find(','); at != std::string::npos; at = cell.find(',', at + 1))
      if (at + 1 < cell.size() && cell[at + 1] != ' ') return false;
    return cell.starts_with('"') == cell.ends_with('"');
  }

  std::vector<sampled_row> rows_;
  std::size_t titles_ = 0;
  std::size_t even_ = 0;
  std::size_t width_ = 1;
};

/// A delimiter that parts cells of text: behind a comma of a sentence stands a blank, and one between digits
/// parts decimals.
auto parts_text(std::string_view text, std::size_t at) -> bool {
  const char before = at > 0 ? text[at - 1] : '\n';
  const char behind = at + 1 < text.size() ? text[at + 1] : '\n';
  const bool is_decimal = text[at] == ',' && text::is_digit(before) && text::is_digit(behind);
  return !is_decimal && behind != ' ' && behind != '\r' && behind != '\n';
}

/// The first line has none, and no other parts text: it stands in the only column.
auto is_punctuation(std::string_view text, char delimiter) -> bool {
  const auto first = text.find(delimiter);
  const auto line_end = text.find_first_of("\r\n");
  if (delimiter == '\t' || line_end == std::string_view::npos || first < line_end) return false;
  for (auto at = first; at != std::string_view::npos; at = text.find(delimiter, at + 1))
    if (parts_text(text, at)) return false;
  return true;
}

}  // namespace

auto find_delimiter(std::string_view text, const dialect& with, bool is_whole) -> scored_delimiter {
  scored_delimiter best;
  double best_score = 0;
  for (const char delimiter : delimiters) {
    if (delimiter == with.quote || text.find(delimiter) == std::string_view::npos ||
        is_punctuation(text, delimiter))
      continue;
    auto tried = with;
    tried.delimiter = delimiter;
    const parted rows(sample_rows(text, tried, is_whole));
    const auto score = rows.score();
    if (score <= best_score) continue;
    best_score = score;
    best = {delimiter, rows.even(), rows.rows()};
  }
  return best;
}

}  // namespace waybill::formats::csv

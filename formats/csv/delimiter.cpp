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
  [[nodiscard]] auto width() const -> std::size_t { return width_; }
  [[nodiscard]] auto titles() const -> std::size_t { return titles_; }
  /// Names of columns stand in the first row that is parted.
  [[nodiscard]] auto has_names() const -> bool { return find_header(rows_).reason == "names_above_values"; }
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

/// No empty line parts the first line from what stands below it, as it does a title.
auto follows_at_once(std::string_view text, std::size_t delimiter_at) -> bool {
  const auto above = text.substr(0, delimiter_at);
  return above.find("\n\n") == std::string_view::npos && above.find("\n\r\n") == std::string_view::npos &&
         above.find("\r\r") == std::string_view::npos;
}

/// Whether every line below the first is one address, whatever signs stand in it.
auto are_addresses(std::string_view text, dialect with, bool is_whole) -> bool {
  with.one_column = true;
  const auto rows = sample_rows(text, with, is_whole);
  return rows.size() > 1 && std::all_of(rows.begin() + 1, rows.end(), [](const auto& row) {
           return content_of(row.front()) == content::address;
         });
}

/// The first line names one column: what it does not part, nothing below it does. Two cells of text, of which
/// nothing says that they stand below names, may as well be one with such a sign in it; and of the two ways
/// to read them this one loses nothing.
auto is_only_column(std::string_view text, const parted& rows, const dialect& with, bool is_whole) -> bool {
  if (rows.titles() == 0) return false;
  if (are_addresses(text, with, is_whole)) return true;
  return rows.width() == 2 && follows_at_once(text, text.find(with.delimiter)) && !rows.has_names();
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
    tried.quotes_behind_blanks = quotes_behind_blanks(text, tried, is_whole);
    const parted rows(sample_rows(text, tried, is_whole));
    const auto score = rows.score();
    if (score <= best_score || is_only_column(text, rows, tried, is_whole)) continue;
    best_score = score;
    best = {delimiter, rows.even(), rows.rows(), tried.quotes_behind_blanks};
  }
  return best;
}

}  // namespace waybill::formats::csv

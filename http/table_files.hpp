// A table as a file that is made while it is read: CSV goes out as it comes; a workbook is packed first, in a
// file without a name, and sent when it is whole.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "formats/byte_source.hpp"
#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

enum class table_format : std::uint8_t { csv, xlsx };
constexpr auto name_of(table_format what) -> std::string_view {
  return what == table_format::csv ? "csv" : "xlsx";
}
/// Nothing: there is no such format.
auto table_format_of(std::string_view name) -> std::optional<table_format>;

/// Takes a table row by row. One thread.
class table_sink {
 public:
  virtual ~table_sink() = default;
  using cells = std::span<const std::string_view>;
  /// A row of names; all of them come before the rows.
  virtual void header(cells names) = 0;
  /// False: nobody wants more.
  virtual auto row(cells one) -> bool = 0;
};

struct table_file {
  std::string name;
  table_format format = table_format::csv;
  std::string_view what;  ///< "the export of a table": in the journal, when it breaks off
  /// Gives all of it; stops when the sink does.
  std::function<result<done>(table_sink&)> make;
};

/// A file that is there already.
auto file_answer(const std::string& name, table_format format, std::shared_ptr<formats::byte_source> from)
    -> answer;

/// `call` holds its right by its line. Errors: storage_full (no room for a workbook), too_large (it has more
/// columns than a workbook), unauthorized (the right went while it was packed), those of `make`.
auto table_answer(const context& asks, const request& call, table_file file) -> result<answer>;

}  // namespace waybill::http

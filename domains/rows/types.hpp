// Import types and handlers of rows, as the file of settings names them: `[type NAME]` and `[handler NAME]`.
// A request names a type, never a handler. Immutable once read: any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domains/kind.hpp"
#include "domains/rows/options.hpp"

namespace waybill::rows {

class table_schema;

/// Who takes the rows of an import.
enum class handler_kind : std::uint8_t { keep, validate, exec, webhook };
auto name_of(handler_kind what) -> std::string_view;
/// Are its rows records of a collection from then on? Of the others only outcomes are.
constexpr auto keeps_rows(handler_kind what) -> bool { return what == handler_kind::keep; }
constexpr auto works_outside(handler_kind what) -> bool {
  return what == handler_kind::exec || what == handler_kind::webhook;
}

/// `[handler NAME]`, or one that is built in: `keep` and `validate`. Values of a kind that it is not are as
/// usual.
struct handler_definition {
  std::string name;
  handler_kind what = handler_kind::keep;
  std::string origin;            ///< `file waybill.conf:3`; "": built in
  std::size_t batch_rows = 500;  ///< at most so many rows at once

  // exec
  std::string command;  ///< words as of a shell; relative paths begin in `kind_surroundings::folder`
  std::uint64_t row_timeout_ms = 1'000;
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;
  std::uint64_t cpu_s = 0;  ///< 0: no limit
  std::uint64_t nofile = 64;

  // webhook
  std::string url;
  std::string secret;
  std::uint64_t attempts = 5;
  std::uint64_t timeout_s = 30;
  bool allow_private = false;
};

/// `[type NAME]`. Every handler that it names is there.
struct import_type {
  std::string name;
  std::string title;
  std::string handler;                                   ///< a name
  std::map<std::string, std::string, std::less<>> role;  ///< `user` or `admin` -> another handler
  std::map<std::string, std::string, std::less<>> mode;  ///< of `options.mode` -> another handler
  std::shared_ptr<const table_schema> schema;            ///< null: none
  std::string template_path;                             ///< absolute or as the process sees it; "": none
  bool admins_only = false;
  std::vector<std::string> users;  ///< names in small letters; none: everybody

  // What an import has that says nothing else.
  std::string collection;                  ///< "": as usual
  std::vector<std::string> key;            ///< none: as usual
  std::optional<on_duplicate> duplicates;  ///< nothing: as usual
};

class import_types {
 public:
  import_types();
  /// Reads those groups, and the files that they name. Errors: bad_value, with the line.
  static auto read(const kind_surroundings& around) -> result<import_types>;

  /// In the order of the file.
  [[nodiscard]] auto all() const -> std::span<const import_type> { return types_; }
  /// Null: there is none.
  [[nodiscard]] auto type(std::string_view name) const -> const import_type*;
  [[nodiscard]] auto handler(std::string_view name) const -> const handler_definition*;

 private:
  std::vector<import_type> types_;
  std::map<std::string, handler_definition, std::less<>> handlers_;
};

/// The groups that this kind takes. Static storage.
auto type_groups() -> std::span<const group_type>;
/// Reads them anew, for `types_of` too. Errors: bad_value, with the line.
auto check_types(const kind_surroundings& around) -> result<done>;
/// Which programs of handlers could not be started now, with the line. Blocks on the disk.
auto missing_programs(const kind_surroundings& around) -> std::vector<std::string>;
/// As they were read at the start; null or unreadable: none but the handlers that are built in.
auto types_of(const std::shared_ptr<const kind_surroundings>& around) -> std::shared_ptr<const import_types>;

/// May this person use the type? Names are those of accounts: whatever the case.
auto may_use(const import_type& type, std::string_view user, std::string_view role) -> bool;
/// The handler's name: that of the mode ("": none was asked for), else that of the role, else the type's.
/// Errors: bad_value (the type has no such mode).
auto choose_handler(const import_type& type, std::string_view mode, std::string_view role)
    -> result<std::string>;

/// Options of somebody who may name a type: what that says is usual, and its handler stands in them. Errors:
/// those of `parse_options`; no_such_type also for a type that is not there for this person.
auto parse_options_for(std::string_view json, const options_asker& who) -> result<import_options>;

/// May this person let an import with these options go on? Not with a type that is not there for him, nor
/// with a handler that another role was given. One that is nowhere may come back: of that the import tells
/// itself. Errors: no_such_type.
auto may_use_still(const import_options& options, const options_asker& who) -> result<done>;

/// What an import goes by now, whatever it was when it was handed in.
struct import_plan {
  std::shared_ptr<const import_types> all;  ///< keeps alive what the others point to
  const import_type* type = nullptr;        ///< null: none was named
  const handler_definition* handler = nullptr;
  [[nodiscard]] auto schema() const -> const table_schema* {
    return type == nullptr ? nullptr : type->schema.get();
  }
};
/// Of stored options. Errors: no_such_type (its type or handler is no longer there, or keeps rows now and did
/// not, or the other way round).
auto plan_of(const import_options& options, const std::shared_ptr<const kind_surroundings>& around)
    -> result<import_plan>;

/// The same, and the file has the columns that the schema wants. Blocks on the disk. Errors: also
/// key_column_missing.
auto plan_for_file(const reading_order& order) -> result<import_plan>;

}  // namespace waybill::rows

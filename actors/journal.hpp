// What the server says of its own work: one structured line an event of operation. No record's content
// above debug level.
#pragma once

#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace waybill::journal {

enum class level { debug, info, warn, error };
using field = std::pair<std::string_view, std::string>;

/// To standard error, as `key=value` lines or as JSON. `least` is one of trace, debug, info, warn, error,
/// off; unknown: info. Call once, before threads begin.
void open(std::string_view least, bool json);

/// From now on; names as `open` takes them. Any thread.
void set_level(std::string_view least);
/// For so long; then it is again what it was, unless it was set meanwhile. Any thread.
void set_level_for(std::string_view least, std::chrono::seconds time);

/// Is a line of this level written now? Any thread.
auto says(level how) -> bool;

/// `event` is a short stable name: `import.completed`. Any thread; never throws.
void write(level how, std::string_view event, std::initializer_list<field> fields);

inline void debug(std::string_view event, std::initializer_list<field> fields) {
  write(level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<field> fields) {
  write(level::info, event, fields);
}
inline void warn(std::string_view event, std::initializer_list<field> fields) {
  write(level::warn, event, fields);
}
inline void error(std::string_view event, std::initializer_list<field> fields) {
  write(level::error, event, fields);
}

}  // namespace waybill::journal

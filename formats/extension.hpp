// How the name of a stored file ends: by what the file is, not by what somebody called it.
#pragma once

#include <array>
#include <string_view>

namespace waybill::formats {

/// All that `extension_of` answers.
inline constexpr std::array<std::string_view, 8> extensions{"json", "csv", "xlsx", "html",
                                                            "xml",  "zip", "txt",  "bin"};

/// `first` are the first bytes of a file, as for `recognise`. `txt`: text that is nothing else here; `bin`:
/// no text, and nothing else here. Any thread.
auto extension_of(std::string_view first) -> std::string_view;

}  // namespace waybill::formats

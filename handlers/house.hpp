// What all handlers of this process have from it: where notes about their children are kept, and who hears
// what they say. Set once, when a server starts; any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace waybill::handlers {

struct house {
  std::string notes;  ///< a folder (leftovers.hpp); "": none
  std::function<void(const std::string& import, std::string_view line)> tell;
};

void open_house(house what);
auto notes_folder() -> std::string;
/// One line that a handler, or the talk with it, has for the people who run the server.
void tell(const std::string& import, std::string_view line);

}  // namespace waybill::handlers

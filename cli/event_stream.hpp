// Reads text/event-stream. Source: WHATWG HTML, 9.2.6 "Interpreting an event stream".
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace waybill::cli {

struct stream_event {
  std::string id;    ///< the last id seen, also from earlier events
  std::string type;  ///< "message" when the stream does not say
  std::string data;
};

/// Takes bytes in pieces of any size. One thread.
class event_stream_reader {
 public:
  /// Calls `take` with every event that is whole; false ends it: then nothing more is read and the answer is
  /// false.
  auto feed(std::string_view bytes, const std::function<bool(const stream_event&)>& take) -> bool;

 private:
  void field(std::string_view line);

  std::string line_;
  bool first_line_ = true;     ///< a byte order mark may stand before it
  bool after_return_ = false;  ///< the last byte was CR: an LF belongs to it
  stream_event event_;
};

}  // namespace waybill::cli

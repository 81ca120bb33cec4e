#include "cli/live/line_editor.hpp"

#include <histedit.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cwchar>

#include "cli/text.hpp"

namespace waybill::cli::live {
namespace {

struct end_editor {
  void operator()(EditLine* it) const { ::el_end(it); }
  void operator()(History* it) const { ::history_end(it); }
};

class the_editor final : public line_editor {
 public:
  explicit the_editor(editor_plan plan) : plan_(std::move(plan)) {
    // The library takes bytes for characters by the locale; only that part of it is set.
    std::setlocale(LC_CTYPE, "C.UTF-8");
    edit_.reset(::el_init("waybill", stdin, stdout, stderr));
    past_.reset(::history_init());
    HistEvent event{};
    constexpr int most = 1'000;
    ::history(past_.get(), &event, H_SETSIZE, most);
    ::el_set(edit_.get(), EL_CLIENTDATA, this);
    ::el_set(edit_.get(), EL_PROMPT, &the_editor::prompt);
    ::el_set(edit_.get(), EL_EDITOR, "emacs");
    ::el_set(edit_.get(), EL_SIGNAL, 0);
    ::el_set(edit_.get(), EL_HIST, ::history, past_.get());
    ::el_set(edit_.get(), EL_GETCFN, &the_editor::key);
    ::el_set(edit_.get(), EL_ADDFN, "complete", "Completes verbs and imports", &the_editor::complete);
    ::el_set(edit_.get(), EL_BIND, "^I", "complete", nullptr);
    ::el_set(edit_.get(), EL_BIND, "^R", "em-inc-search-prev", nullptr);
  }

  void remember(const std::string& line) override {
    HistEvent event{};
    ::history(past_.get(), &event, H_ENTER, line.c_str());
  }

  auto read(std::string& line) -> line_end override {
    interrupted_ = false;
    partial_ = {};
    int count = 0;
    const char* const said = ::el_gets(edit_.get(), &count);
    if (interrupted_) return line_end::interrupted;
    if (said == nullptr || count <= 0) return line_end::over;
    line.assign(said, static_cast<std::size_t>(count));
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    return line_end::said;
  }

 private:
  static auto self_of(EditLine* edit) -> the_editor& {
    void* self = nullptr;
    ::el_get(edit, EL_CLIENTDATA, &self);
    return *static_cast<the_editor*>(self);
  }

  static auto prompt(EditLine* edit) -> char* { return self_of(edit).plan_.prompt.data(); }

  /// One character; 0 at the end, -1 when the line is given up.
  static auto key(EditLine* edit, wchar_t* key) -> int { return self_of(edit).next_key(*key); }

  auto next_key(wchar_t& key) -> int {
    for (;;) {
      std::array<pollfd, 2> both{{{STDIN_FILENO, POLLIN, 0}, {plan_.changes, POLLIN, 0}}};
      const int found = ::poll(both.data(), both.size(), static_cast<int>(plan_.idle_every.count()));
      if (found == 0) plan_.idle();
      if (both[1].revents != 0 && !take_change()) return -1;
      if (found <= 0 || both[0].revents == 0) continue;
      char byte = 0;
      const auto came = ::read(STDIN_FILENO, &byte, 1);
      if (came < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (came <= 0) return 0;
      constexpr auto unfinished = static_cast<std::size_t>(-2);
      const auto size = std::mbrtowc(&key, &byte, 1, &partial_);
      if (size == unfinished) continue;
      if (size <= 1) return 1;
      partial_ = {};  // no UTF-8: left out
    }
  }

  auto take_change() -> bool {
    for (char what = plan_.take_change(); what != 0; what = plan_.take_change()) {
      if (what == 'w') ::el_resize(edit_.get());
      if (what == 'i') interrupted_ = true;
    }
    return !interrupted_;
  }

  static auto complete(EditLine* edit, int) -> unsigned char {
    const auto* const at = ::el_line(edit);
    const auto found =
        self_of(edit).plan_.complete({at->buffer, static_cast<std::size_t>(at->cursor - at->buffer)});
    if (!found.common.empty()) return ::el_insertstr(edit, found.common.c_str()) == 0 ? CC_REFRESH : CC_ERROR;
    if (found.candidates.size() < 2) return CC_ERROR;
    std::string all = "\n";
    for (const auto& one : found.candidates) all += printable(one) + "\n";
    std::fputs(all.c_str(), stdout);
    return CC_REDISPLAY;
  }

  editor_plan plan_;
  std::unique_ptr<EditLine, end_editor> edit_;
  std::unique_ptr<History, end_editor> past_;
  std::mbstate_t partial_{};
  bool interrupted_ = false;
};

}  // namespace

auto line_editor::make(editor_plan plan) -> std::unique_ptr<line_editor> {
  return std::make_unique<the_editor>(std::move(plan));
}

}  // namespace waybill::cli::live

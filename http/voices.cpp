#include "http/voices.hpp"

#include <algorithm>

#include "http/shapes.hpp"

namespace waybill::http {
namespace {

// What one slow reader of a list may make us keep.
constexpr std::size_t news_kept = 256;
constexpr std::size_t piece_bytes = 65'536;

auto event_head(position at, std::string_view event) -> std::string {
  return "id: " + std::to_string(at) + "\nevent: " + std::string(event) + "\ndata: ";
}

auto progress_text(const import_row& row, const told_now& at, const progress_details& more) -> std::string {
  auto text = event_head(row.changed_at, is_finished(row.status) ? "finished" : "progress");
  json_text to{text};
  to.begin_object().field("status", name_of(row.status));
  if (more) more(to, row);
  to.key("progress");
  write_progress(to, row, at);
  to.end_object();
  return text.append("\n\n");
}

auto import_text(const import_row& row, instant now, const user_namer& called) -> std::string {
  const bool removed = row.status == import_status::removed;
  auto text = event_head(row.changed_at, removed ? "removed" : "import");
  json_text to{text};
  if (removed) {
    to.begin_object().field("id", row.id.value).end_object();
  } else {
    write(to, row, {now}, called);
  }
  return text.append("\n\n");
}

class import_voice final : public voice {
 public:
  import_voice(const import_row& of, std::optional<position> seen, progress_details more, look_asker looks)
      : more_(std::move(more)), looks_(std::move(looks)) {
    if (seen == of.changed_at) {
      said_ = seen;
      said_status_ = of.status;
      if (looks_ && of.status == import_status::parsing) looked_at_ = of;
    }
    hear(of);
  }

  void hear(const import_row& row) override {
    const bool last_never_said = said_at_ == stream_clock::time_point{} && is_finished(row.status);
    if (ended_ || (said_ && row.changed_at <= *said_ && !last_never_said)) return;
    if (!news_ || news_->changed_at <= row.changed_at) news_ = row;
  }

  auto speak(stream_clock::time_point now, instant wall, std::chrono::milliseconds gap) -> spoken override {
    if (!news_) return speak_of_look(now, wall, gap);
    if (said_status_ == news_->status && now < said_at_ + gap) return {{}, said_at_ + gap};
    spoken out{progress_text(*news_, {wall, looks_}, more_)};
    said_ = news_->changed_at;
    said_status_ = news_->status;
    said_at_ = now;
    ended_ = is_finished(news_->status);
    looked_at_.reset();
    if (looks_ && news_->status == import_status::parsing) {
      looked_at_ = std::move(news_);
      out.again = now + gap;
    }
    news_.reset();
    return out;
  }

  [[nodiscard]] auto ended() const -> bool override { return ended_; }

 private:
  /// No row changes while a file is looked at, but how far that is.
  auto speak_of_look(stream_clock::time_point now, instant wall, std::chrono::milliseconds gap) -> spoken {
    if (!looked_at_) return {};
    if (now < said_at_ + gap) return {{}, said_at_ + gap};
    spoken out{{}, now + gap};
    said_at_ = now;
    if (looks_(looked_at_->id)) out.text = progress_text(*looked_at_, {wall, looks_}, more_);
    return out;
  }

  progress_details more_;
  look_asker looks_;
  std::optional<import_row> news_;       ///< not said yet; only the latest is kept
  std::optional<import_row> looked_at_;  ///< what was said last, while its file is looked at
  std::optional<position> said_;         ///< the last id
  import_status said_status_ = import_status::none;
  stream_clock::time_point said_at_{};
  bool ended_ = false;
};

class list_voice final : public voice {
 public:
  list_voice(position now, user_namer called) : look_again_(now), called_(std::move(called)) {}

  void hear(const import_row& row) override {
    if (look_again_) {
      look_again_ = std::max(*look_again_, row.changed_at);
      return;
    }
    const auto known = news_.find(row.id.value);
    if (known != news_.end()) {
      if (known->second.changed_at <= row.changed_at) known->second = row;
    } else if (news_.size() < news_kept) {
      news_.emplace(row.id.value, row);
    } else {
      news_.clear();
      look_again_ = row.changed_at;
    }
  }

  auto speak(stream_clock::time_point now, instant wall, std::chrono::milliseconds gap) -> spoken override {
    forget(now - gap);
    spoken out;
    if (look_again_) {
      out.text = event_head(*look_again_, "list") + "{}\n\n";
      look_again_.reset();
    }
    for (auto it = news_.begin(); it != news_.end() && out.text.size() < piece_bytes;) {
      const auto before = said_.find(it->first);
      if (before != said_.end() && before->second.status == it->second.status) {
        out.again = std::min(out.again, before->second.at + gap);
        ++it;
        continue;
      }
      out.text.append(import_text(it->second, wall, called_));
      said_[it->first] = {now, it->second.status};
      it = news_.erase(it);
    }
    return out;
  }

 private:
  struct last_word {
    stream_clock::time_point at{};
    import_status status = import_status::none;
  };
  /// Who was spoken of before that moment may be spoken of again.
  void forget(stream_clock::time_point before) {
    std::erase_if(said_, [&](const auto& one) { return one.second.at <= before; });
  }

  std::map<std::string, import_row> news_;  ///< not said yet, the latest of each
  std::unordered_map<std::string, last_word> said_;
  std::optional<position> look_again_;  ///< the client has to ask for the list: that is to be said first
  user_namer called_;
};

class patient_voice final : public voice {
 public:
  patient_voice(std::unique_ptr<voice> of, stream_clock::duration idle, stream_clock::time_point now)
      : of_(std::move(of)), idle_(idle), until_(now + idle) {}

  void hear(const import_row& row) override { of_->hear(row); }

  auto speak(stream_clock::time_point now, instant wall, std::chrono::milliseconds gap) -> spoken override {
    if (tired_) return {};
    auto out = of_->speak(now, wall, gap);
    if (!out.text.empty()) {
      until_ = now + idle_;
    } else if (now >= until_ && out.again == stream_clock::time_point::max()) {
      // No id: who comes back names the last change that it was told.
      out.text = "event: idle\ndata: {}\n\n";
      tired_ = true;
    }
    out.again = std::min(out.again, until_);
    return out;
  }

  [[nodiscard]] auto ended() const -> bool override { return tired_ || of_->ended(); }

 private:
  std::unique_ptr<voice> of_;
  stream_clock::duration idle_;
  stream_clock::time_point until_;
  bool tired_ = false;
};

}  // namespace

auto make_patient_voice(std::unique_ptr<voice> of, stream_clock::duration idle, stream_clock::time_point now)
    -> std::unique_ptr<voice> {
  return std::make_unique<patient_voice>(std::move(of), idle, now);
}

auto make_import_voice(const import_row& of, std::optional<position> seen, progress_details more,
                       look_asker looks) -> std::unique_ptr<voice> {
  return std::make_unique<import_voice>(of, seen, std::move(more), std::move(looks));
}

auto make_list_voice(position now, user_namer called) -> std::unique_ptr<voice> {
  return std::make_unique<list_voice>(now, std::move(called));
}

}  // namespace waybill::http

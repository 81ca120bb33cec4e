#include "formats/links/link_reader.hpp"

namespace waybill::formats::links {

void link::clear() {
  url.clear();
  title.clear();
  description.reset();
  has_tags = false;
  tags.clear();
  folder.clear();
  created.clear();
  updated.clear();
  feed_url.reset();
  extra.clear();
  fault = {};
  date_invalid = false;
  bytes_invalid = false;
  own_folders = 0;
  line = 0;
  end = 0;
}

}  // namespace waybill::formats::links

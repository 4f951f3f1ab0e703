# Reads pages with Ruby's own reader: ruby read.rb PAGES. A line of PAGES is [text, page, what it means] in JSON.
require 'date'
require 'json'
require 'yaml'

wrong = 0
File.foreach(ARGV[0], encoding: 'UTF-8') do |line|
  text, page, meant = JSON.parse(line)
  why = nil
  begin
    # Neither symbols nor times: a text is a text. A day is a day, where it is not quoted on purpose.
    read = YAML.safe_load(page, permitted_classes: [Date])
    block = read.delete('block')
    read['named'].transform_values!(&:to_s)
    same = block.is_a?(String) && block.sub(/\n+\z/, '') == text.sub(/\n+\z/, '')
    why = "read otherwise: #{block.inspect} #{read.inspect}" unless same && read == meant
  rescue StandardError => e
    why = e.message
  end
  next unless why

  wrong += 1
  puts text.inspect, why, page if wrong < 6
end
exit(wrong.zero? ? 0 : 1)

// Reads pages with go-yaml: read PAGES. A line of PAGES is [text, page, what it means] in JSON.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// What JSON makes of a value, with days as they are written.
func plain(value any) any {
	switch it := value.(type) {
	case map[string]any:
		for key, inner := range it {
			it[key] = plain(inner)
		}
	case []any:
		for at, inner := range it {
			it[at] = plain(inner)
		}
	case int:
		return float64(it)
	case time.Time:
		return it.Format("2006-01-02")
	}
	return value
}

func against(text, page string, meant any) string {
	var read map[string]any
	if err := yaml.Unmarshal([]byte(page), &read); err != nil {
		return err.Error()
	}
	block, isText := read["block"].(string)
	delete(read, "block")
	same := isText && strings.TrimRight(block, "\n") == strings.TrimRight(text, "\n")
	if !same || !reflect.DeepEqual(plain(read), meant) {
		return fmt.Sprintf("read otherwise: %q %#v", block, read)
	}
	return ""
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	wrong := 0
	for lines.Scan() {
		var triple []any
		if err := json.Unmarshal(lines.Bytes(), &triple); err != nil {
			panic(err)
		}
		text, page := triple[0].(string), triple[1].(string)
		if why := against(text, page, triple[2]); why != "" {
			if wrong++; wrong < 6 {
				fmt.Printf("%q\n%s\n%s\n", text, why, page)
			}
		}
	}
	if wrong > 0 {
		os.Exit(1)
	}
}

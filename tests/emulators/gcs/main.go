// A Google Cloud Storage on loopback, in memory, that can be told to fail. Served until killed.
//
// It is fake-gcs-server, and before it stands what that leaves out: preconditions of copies and deletions. Faults
// are drawn from a seed. Half of them come before the call, half after it has taken effect.
//
//	PUT /_faults?share=0.2&seed=7                from now on
//	PUT /_faults?status=403&method=POST&after=1  every call (of this method, after so many) is answered so
//	GET /_faults                                 how many calls there were, and faults by their kind
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"math/rand"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/fsouza/fake-gcs-server/fakestorage"
)

var kinds = []string{"503", "429", "dropped", "503 after", "dropped after", "cut short"}

type faulty struct {
	storage http.Handler
	lock    sync.Mutex
	chance  *rand.Rand
	share   float64
	status  int
	method  string
	after   int
	counts  map[string]int
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	url := "http://" + listener.Addr().String()
	server, err := fakestorage.NewServerWithOptions(fakestorage.Options{NoListener: true, Scheme: "http", ExternalURL: url})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(url)
	handler := &faulty{storage: &conditional{next: server.HTTPHandler()}, counts: map[string]int{}}
	log.Fatal(http.Serve(listener, handler))
}

func (f *faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/_faults" {
		f.control(w, r)
		return
	}
	kind, status := f.draw(r)
	switch {
	case status != 0:
		refuse(w, status)
	case kind == "":
		f.storage.ServeHTTP(w, r)
	case kind == "503" || kind == "429":
		refuse(w, atoi(kind))
	case kind == "dropped":
		drop(w)
	default:
		answer := httptest.NewRecorder()
		f.storage.ServeHTTP(answer, r)
		f.spoil(w, answer, kind)
	}
}

// draw decides the fate of a call.
func (f *faulty) draw(r *http.Request) (string, int) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.counts["calls"]++
	if f.status != 0 && (f.method == "" || f.method == r.Method) {
		if f.after--; f.after < 0 {
			return "", f.status
		}
	}
	if f.share == 0 || f.chance.Float64() >= f.share {
		return "", 0
	}
	most := len(kinds)
	if r.URL.Query().Has("upload_id") {
		most = 3 // the storage appends what is sent again, where the real one looks at its Content-Range
	}
	kind := kinds[f.chance.Intn(most)]
	f.counts[kind]++
	return kind, 0
}

func (f *faulty) control(w http.ResponseWriter, r *http.Request) {
	f.lock.Lock()
	defer f.lock.Unlock()
	if r.Method == http.MethodPut {
		query := r.URL.Query()
		f.share, _ = strconv.ParseFloat(query.Get("share"), 64)
		f.status = atoi(query.Get("status"))
		f.method = query.Get("method")
		f.after = atoi(query.Get("after"))
		f.chance = rand.New(rand.NewSource(int64(atoi(query.Get("seed")))))
		f.counts = map[string]int{}
	}
	_ = json.NewEncoder(w).Encode(f.counts)
}

// spoil hides an answer, or half of it, from the client: the call has taken effect.
func (f *faulty) spoil(w http.ResponseWriter, answer *httptest.ResponseRecorder, kind string) {
	if kind == "503 after" {
		refuse(w, http.StatusServiceUnavailable)
		return
	}
	body := answer.Body.Bytes()
	if kind == "cut short" && len(body) > 1 {
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(answer.Code)
		_, _ = w.Write(body[:len(body)/2])
		if flusher, can := w.(http.Flusher); can {
			flusher.Flush()
		}
	}
	drop(w)
}

func refuse(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"error": {"code": %d, "message": "%s, says the fake"}}`, status, http.StatusText(status))
}

func drop(w http.ResponseWriter) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

func atoi(text string) int {
	number, _ := strconv.Atoi(text)
	return number
}

// conditional obeys ifGenerationMatch where fake-gcs-server does not: in copies and deletions.
type conditional struct {
	next http.Handler
	lock sync.Mutex
}

var target = regexp.MustCompile(`^/storage/v1/b/[^/]+/o/[^/]+(?:/(?:rewriteTo|copyTo)(/b/[^/]+/o/[^/]+))?$`)

func (c *conditional) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	wanted := r.URL.Query().Get("ifGenerationMatch")
	found := target.FindStringSubmatch(r.URL.EscapedPath())
	copies := r.Method == http.MethodPost && found != nil && found[1] != ""
	if wanted == "" || found == nil || !(copies || r.Method == http.MethodDelete) {
		c.next.ServeHTTP(w, r)
		return
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	path := r.URL.EscapedPath()
	if copies {
		path = "/storage/v1" + found[1]
	}
	if generation := c.generation(path); generation != wanted && !(r.Method == http.MethodDelete && generation == "0") {
		refuse(w, http.StatusPreconditionFailed)
		return
	}
	c.next.ServeHTTP(w, r)
}

// generation of an object, "0" where there is none.
func (c *conditional) generation(path string) string {
	answer := httptest.NewRecorder()
	c.next.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
	var object struct{ Generation string }
	if answer.Code != http.StatusOK || json.NewDecoder(strings.NewReader(answer.Body.String())).Decode(&object) != nil {
		return "0"
	}
	return object.Generation
}

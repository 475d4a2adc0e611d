// A Google Cloud Pub/Sub on loopback, in memory: the fake of Google's own client tests, served until killed.
package main

import (
	"flag"
	"fmt"
	"time"

	"cloud.google.com/go/pubsub/v2/pstest"
)

func main() {
	port := flag.Int("port", 0, "port to listen on; 0 picks one")
	flag.Parse()
	server := pstest.NewServerWithPort(*port)
	server.SetStreamTimeout(time.Hour)
	fmt.Println(server.Addr)
	select {}
}
